package dev.clientauth.bearer;

import dev.clientauth.profile.EndpointUrls;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;

/** The base URL of an API: an origin (RFC 6454) and a path prefix, which is compared by whole segments. */
public final class ApiBase {
    private final HttpUrl base;
    private final List<String> path;

    private ApiBase(HttpUrl base, List<String> path) {
        this.base = base;
        this.path = path;
    }

    /**
     * Returns the base for a URL.
     *
     * @throws IllegalArgumentException if it is neither https nor loopback, or contains user information, a query or a
     *     fragment
     */
    public static ApiBase of(URI uri) {
        HttpUrl url = HttpUrl.parse(uri.toString());
        if (url == null || !(url.isHttps() || EndpointUrls.isLoopback(uri))) {
            throw refused(uri, "Access tokens are sent over https only, or to loopback.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused(uri, "Use scheme, host, port and path only.");
        }
        List<String> segments = url.encodedPathSegments();
        int last = segments.size() - 1;
        return new ApiBase(url, segments.get(last).isEmpty() ? segments.subList(0, last) : segments);
    }

    private static IllegalArgumentException refused(URI uri, String remedy) {
        return new IllegalArgumentException(
                uri.getScheme() + "://" + uri.getHost() + " cannot be the base URL of an API. " + remedy);
    }

    /** Returns whether a URL belongs to this API; a URL that is not http or https does not. */
    public boolean holds(URI url) {
        return holds(HttpUrl.parse(url.toString()));
    }

    /** Returns whether a URL belongs to this API. */
    public boolean holds(@Nullable HttpUrl url) {
        return url != null
                && url.scheme().equals(base.scheme())
                && url.host().equals(base.host())
                && url.port() == base.port()
                && url.pathSize() >= path.size()
                && url.encodedPathSegments().subList(0, path.size()).equals(path);
    }
}
