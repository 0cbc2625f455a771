// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.text.EndpointUrls;
import dev.clientauth.profile.text.Redactor;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.SmartBackendServices;
import dev.clientauth.transport.HttpTransport;
import dev.clientauth.transport.OkHttpTransport;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds token endpoints in the metadata of servers, and returns builders of authenticators for them.
 *
 * <p>The metadata is checked before anything is signed. The following are rejected:
 *
 * <ul>
 *   <li>an issuer other than the expected one (RFC 8414 section 3.3)
 *   <li>a token endpoint on another origin than the server, unless its host was {@linkplain Builder#allowTokenHost
 *       allowed by name}
 *   <li>http, redirects, private addresses, and documents of more than 256 KiB
 * </ul>
 *
 * <p>The audience of assertions is the URL that they are sent to or, for {@code private_key_jwt}, the expected issuer,
 * never a value that is found only in the metadata. OkHttp is required, because it reports the address of an open
 * connection. Nothing is cached; use {@link ClientRegistry} for that. Immutable and thread-safe.
 */
public final class Discovery {
    private static final String SMART = "/.well-known/smart-configuration";
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String OAUTH = "/.well-known/oauth-authorization-server";
    private static final String TOKEN_ENDPOINT = "token_endpoint";

    /** The only accepted form of an address. */
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[^%]*]");
    /** Host names that resolvers may read as an address: {@code 0x7f.1}, {@code 2130706433}, {@code 127.1}. */
    private static final Pattern NUMBER = Pattern.compile("(?i)(.*\\.)?(\\d+|0x[0-9a-f]*)");

    private final OkHttpClient http;
    private final AddressGuard guard;
    private final MetadataFetch fetch;
    private final Set<String> tokenHosts;
    private final boolean allowsLoopback;

    private Discovery(Builder builder) {
        this.tokenHosts = Set.copyOf(builder.tokenHosts);
        this.allowsLoopback = builder.allowsLoopback;
        OkHttpClient base = builder.http != null ? builder.http : AddressGuard.newClient();
        this.guard = new AddressGuard(builder.isPublic, allowsLoopback, builder.privateHosts);
        this.http = guard.guarding(base);
        this.fetch = new MetadataFetch(http);
    }

    /** Returns a builder; by default, only servers on the public internet are accepted. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Finds the token endpoint of an Epic customer, with the {@code Epic-Client-ID} header, because Epic may publish a
     * different endpoint for each client.
     *
     * @param fhirBaseUrl the FHIR base URL, such as {@code https://fhir.epic.com/interconnect-fhir-oauth/api/FHIR/R4}
     * @return a builder for this client; it lacks the signing key
     * @throws DiscoveryException if there is no metadata, or it is rejected
     * @throws IllegalArgumentException if the URL is not allowed
     */
    public ClientAuthenticator.Builder epic(URI fhirBaseUrl, String clientId) {
        Arguments.printable(clientId, "clientId");
        return builder(Epic.profile(smartTokenEndpoint(fhirBaseUrl, Map.of("Epic-Client-ID", clientId))), clientId);
    }

    /**
     * Finds the token endpoint of a SMART server in its {@code smart-configuration} (SMART App Launch 2.2, Conformance).
     *
     * @param fhirBaseUrl the FHIR base URL
     * @return a builder for this client, without signing key and scopes
     * @throws DiscoveryException if there is no metadata, or it is rejected
     * @throws IllegalArgumentException if the URL is not allowed
     */
    public ClientAuthenticator.Builder smart(URI fhirBaseUrl, String clientId) {
        Arguments.printable(clientId, "clientId");
        return builder(SmartBackendServices.profile(smartTokenEndpoint(fhirBaseUrl, Map.of())), clientId);
    }

    /**
     * Finds the token endpoint of an authorization server in its OpenID Connect or OAuth metadata (OpenID Connect Discovery
     * 1.0 section 4, RFC 8414 section 3). The audience is the issuer.
     *
     * @param issuer the issuer identifier, exactly as the server writes it
     * @return a builder for this client; it lacks the signing key
     * @throws DiscoveryException if there is no metadata, or it is rejected
     * @throws IllegalArgumentException if the URL of the issuer is not allowed
     */
    public ClientAuthenticator.Builder privateKeyJwt(String issuer, String clientId) {
        Arguments.printable(clientId, "clientId");
        URI asked = asked(parsed(Arguments.printable(issuer, "issuer"), "issuer"), "issuer");
        String path = withoutSlash(asked.getRawPath());
        String origin = asked.getScheme() + "://" + asked.getRawAuthority();
        JsonNode metadata = fetch.get(URI.create(origin + path + OPENID), Map.of())
                .or(() -> fetch.get(URI.create(origin + OAUTH + path), Map.of()))
                .orElseThrow(() -> none(asked));
        if (!issuer.equals(metadata.path("issuer").asText(null))) {
            throw DiscoveryException.refused("The metadata of " + MetadataFetch.shown(asked) + " names "
                    + value(metadata, "issuer") + " as its issuer; it must be exactly the given issuer.");
        }
        return builder(PrivateKeyJwt.profile(issuer, tokenEndpoint(metadata, asked)), clientId);
    }

    /** Returns a builder whose HTTP client also rejects private addresses. */
    private ClientAuthenticator.Builder builder(Profile profile, String clientId) {
        return ClientAuthenticator.builder(profile).clientId(clientId).httpClient(http);
    }

    private URI smartTokenEndpoint(URI fhirBaseUrl, Map<String, String> headers) {
        URI asked = asked(Arguments.required(fhirBaseUrl, "fhirBaseUrl"), "fhirBaseUrl");
        JsonNode metadata = fetch.get(URI.create(withoutSlash(asked.toString()) + SMART), headers)
                .orElseThrow(() -> none(asked));
        // The issuer is not the FHIR base URL, and may be absent.
        if (metadata.hasNonNull("issuer")) {
            requirePlace(url(metadata, "issuer", asked), asked, "issuer");
        }
        return tokenEndpoint(metadata, asked);
    }

    private URI tokenEndpoint(JsonNode metadata, URI asked) {
        URI endpoint = url(metadata, TOKEN_ENDPOINT, asked);
        requirePlace(endpoint, asked, TOKEN_ENDPOINT);
        return endpoint;
    }

    private URI url(JsonNode metadata, String member, URI asked) {
        String text = metadata.path(member).asText(null);
        if (text == null || !metadata.path(member).isTextual()) {
            throw DiscoveryException.refused(
                    "The metadata of " + MetadataFetch.shown(asked) + " does not contain " + member + " as a string.");
        }
        try {
            // SMART App Launch 2.2: a relative URL is resolved against the FHIR base URL.
            URI url = URI.create(withoutSlash(asked.toString()) + "/").resolve(new URI(text));
            if (isPlain(url) && isSafe(url)) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Rejected below. The exception's message would only repeat the text.
        }
        throw DiscoveryException.refused("The metadata of " + MetadataFetch.shown(asked) + " names "
                + value(metadata, member) + " as " + member
                + "; it must be an https URL without user name and fragment.");
    }

    private void requirePlace(URI found, URI asked, String member) {
        if (!isSameOrigin(found, asked) && !tokenHosts.contains(found.getHost().toLowerCase(Locale.ROOT))) {
            throw DiscoveryException.refused("The metadata of " + MetadataFetch.shown(asked) + " names "
                    + MetadataFetch.shown(found) + " as " + member
                    + ", which is on another origin. If that is intended, allow"
                    + " its host with allowTokenHost(…).");
        }
    }

    private URI asked(URI url, String name) {
        if (!isPlain(url) || url.getRawQuery() != null || !isSafe(url)) {
            throw new IllegalArgumentException(name + " must be an https URL without user name, query and fragment"
                    + (allowsLoopback ? ", or an http URL of a loopback address." : "."));
        }
        if (ADDRESS.matcher(url.getHost()).matches() && !guard.isAllowed(url.getHost())) {
            throw MetadataFetch.privateAddress(url);
        }
        return url;
    }

    private static boolean isPlain(URI url) {
        return url.isAbsolute()
                && url.getHost() != null
                && isHost(url.getHost())
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null;
    }

    private static boolean isHost(String host) {
        return ADDRESS.matcher(host).matches()
                || (!host.endsWith(".") && !NUMBER.matcher(host).matches() && host.indexOf('[') < 0);
    }

    private boolean isSafe(URI url) {
        boolean isLoopback = EndpointUrls.isLoopback(url);
        return "https".equalsIgnoreCase(url.getScheme())
                ? !isLoopback || allowsLoopback
                : "http".equalsIgnoreCase(url.getScheme()) && isLoopback && allowsLoopback;
    }

    private static boolean isSameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI url) {
        if (url.getPort() != -1) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private static URI parsed(String text, String name) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name + " must be a URL.", e);
        }
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static DiscoveryException none(URI asked) {
        return DiscoveryException.refused("There is no metadata for " + MetadataFetch.shown(asked)
                + ": HTTP 404. Check the URL, including its path.");
    }

    private static String value(JsonNode metadata, String member) {
        return Optional.ofNullable(metadata.path(member).asText(null))
                .map(text -> Redactor.quoted(Redactor.text(text)))
                .orElse("nothing");
    }

    /** Builder for {@link Discovery}. */
    public static final class Builder {
        private final Set<String> tokenHosts = new LinkedHashSet<>();
        private final Set<String> privateHosts = new LinkedHashSet<>();
        private @Nullable OkHttpClient http;
        private boolean allowsLoopback;
        private Predicate<InetAddress> isPublic = PublicAddresses::isPublic;

        private Builder() {}

        /** Sets the HTTP client whose connections, proxy, TLS and timeouts are used, for metadata and for tokens. */
        public Builder httpClient(OkHttpClient httpClient) {
            this.http = Arguments.required(httpClient, "httpClient");
            return this;
        }

        /** Allows token endpoints on this host, such as {@code authorization.cerner.com}, for servers on any host. */
        public Builder allowTokenHost(String host) {
            tokenHosts.add(host(host));
            return this;
        }

        /** Allows this host to have a private address, for servers in your own network. */
        public Builder allowPrivateAddress(String host) {
            privateHosts.add(host(host));
            return this;
        }

        /** Allows {@code localhost}, {@code 127.0.0.1} and {@code ::1}, also with http; only for tests and mocks. */
        public Builder allowLoopback() {
            this.allowsLoopback = true;
            return this;
        }

        /** Sets which addresses are public; for tests, which use only loopback. */
        Builder publicAddresses(Predicate<InetAddress> isPublic) {
            this.isPublic = isPublic;
            return this;
        }

        private static String host(String host) {
            return Arguments.printable(host, "host").toLowerCase(Locale.ROOT);
        }

        /**
         * Returns the discovery.
         *
         * @throws IllegalStateException if OkHttp is missing
         */
        public Discovery build() {
            if (http == null && !(HttpTransport.standard() instanceof OkHttpTransport)) {
                throw new IllegalStateException(
                        "Discovery needs OkHttp, because the HTTP client of the JDK does not expose"
                                + " the IP address of a connection. Add com.squareup.okhttp3:okhttp-jvm, or set the token endpoint"
                                + " with tokenEndpoint(…).");
            }
            return new Discovery(this);
        }
    }
}
