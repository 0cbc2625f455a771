package dev.clientauth.mock.apple;

import dev.clientauth.mock.http.ProviderResponse;

import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The way back to the client. */
final class AuthorizeCallback {
    private AuthorizeCallback() {}

    /** The answer, by the way that the client asked for. */
    static ProviderResponse of(AuthorizeRequest request, Map<String, String> answer) {
        String uri = request.redirectUri().toString();
        return switch (request.mode()) {
            case FORM_POST -> AuthorizePage.selfPosting(request.redirectUri(), answer);
            case FRAGMENT -> ProviderResponse.seeOther(URI.create(uri + "#" + encoded(answer)));
            case QUERY ->
                ProviderResponse.seeOther(URI.create(uri + (uri.contains("?") ? "&" : "?") + encoded(answer)));
        };
    }

    private static String encoded(Map<String, String> answer) {
        return answer.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
