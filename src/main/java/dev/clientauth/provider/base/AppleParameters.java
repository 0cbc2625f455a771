// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider.base;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.profile.text.EndpointUrls;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules about the parameters of Sign in with Apple that no other provider has. */
public final class AppleParameters {
    private static final String INVALID_REQUEST = "invalid_request";
    private static final Set<String> TOKEN_TYPES = Set.of("refresh_token", "access_token");
    private static final Pattern LIKE_A_HINT = Pattern.compile("(?i)token.?(hint.?type|type.?hint)");
    private static final Pattern TEAM_ID = Pattern.compile("[A-Z0-9]{10}");
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +[^\\s,]+");
    private static final Pattern DOMAIN = Pattern.compile("([a-z0-9-]+\\.)+[a-z][a-z0-9-]*\\.?");

    private static final Pattern APPLE_TOKEN = Pattern.compile("[acr][0-9a-f]{16,64}\\.\\d+\\.[a-z]{2,6}\\..+");
    private static final Citation OWN_TEAM =
            Sources.observedAgain("nov/apple_id issue 21", "https://github.com/nov/apple_id/issues/21");

    private AppleParameters() {}

    /** With a code, {@code redirect_uri} is one that Apple registers. Loopback is valid only with a loopback endpoint. */
    public static Rule redirectUri() {
        Fact<String> sent = context -> Facts.endpoint().in(context) instanceof FactValue.Value<URI> endpoint
                        && EndpointUrls.isLoopback(endpoint.value())
                ? FactValue.absent("a local mock on a loopback address")
                : Facts.parameter("redirect_uri").in(context);
        return Rule.must("redirect-uri")
                .about(Field.parameter("redirect_uri"))
                .states("With a code, redirect_uri, if present, is an https URL with a domain name and no fragment.")
                .remedy("Send the return URL of the Services ID, as in the authorization request; omit it for a code"
                        + " from a native app.")
                .source(ApplePages.AUTHORIZE)
                .error("invalid_grant")
                .check(
                        Facts.parameter("grant_type"),
                        sent,
                        (grant, uri) -> grant.equals("authorization_code")
                                ? check(uri)
                                : new Verdict.NotApplicable("the grant type is another one"));
    }

    private static Verdict check(String text) {
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            return Verdict.broken("not a URL", "https and a domain");
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            return Verdict.broken("a scheme other than https", "https");
        }
        if (uri.getRawFragment() != null) {
            return Verdict.broken("a fragment", "a URL without #");
        }
        boolean isLocal = host.equals("localhost") || host.endsWith(".localhost") || EndpointUrls.isLoopback(uri);
        return Verdict.satisfiedIf(
                !isLocal && DOMAIN.matcher(host).matches(),
                isLocal ? "a host that is this machine" : "a host that is not a domain name",
                "a domain");
    }

    /** {@code token} is there. */
    public static Rule token() {
        return Rule.must("token")
                .about(Field.parameter("token"))
                .states("The token parameter is present.")
                .remedy("Send the refresh token, or the access token, as token.")
                .source(ApplePages.REVOKE)
                .error(INVALID_REQUEST)
                .check(
                        Facts.parameters(),
                        parameters -> Verdict.satisfiedIf(has(parameters, "token"), "absent", "token"));
    }

    /** {@code token_type_hint} is left out, or spelled and filled as Apple has it. */
    public static Rule tokenTypeHint() {
        return Rule.must("token-type-hint")
                .about(Field.parameter("token_type_hint"))
                .states("token_type_hint, if present, is refresh_token or access_token.")
                .remedy(
                        "Omit token_type_hint, or set it to the type of the token. Also check the spelling of the parameter name.")
                .source(ApplePages.REVOKE)
                .error(INVALID_REQUEST)
                .check(Facts.parameters(), parameters -> {
                    List<TokenRequest.Parameter> hints = parameters.stream()
                            .filter(p -> LIKE_A_HINT.matcher(p.name()).matches())
                            .toList();
                    if (hints.isEmpty()) {
                        return new Verdict.NotApplicable("there is no parameter token_type_hint");
                    }
                    if (hints.stream().anyMatch(p -> !p.name().equals("token_type_hint"))) {
                        return Verdict.broken("another spelling of its name", "token_type_hint");
                    }
                    return Verdict.satisfiedIf(
                            hints.stream().map(TokenRequest.Parameter::value).allMatch(TOKEN_TYPES::contains),
                            "another value",
                            "refresh_token or access_token");
                });
    }

    /** The migration token is in the {@code Authorization} header. */
    public static Rule bearer() {
        return Rule.must("http.bearer")
                .about(Field.httpHeader("Authorization"))
                .states("The Authorization header is Bearer and the access token of scope user.migration.")
                .remedy(
                        "First request a token with grant_type client_credentials and scope user.migration, with the same"
                                + " client id and Team ID.")
                .source(ApplePages.TN3159)
                .error(INVALID_REQUEST)
                .check(Facts.headers(), headers -> {
                    String sent = headers.get("authorization");
                    return Verdict.satisfiedIf(
                            sent != null && BEARER.matcher(sent).matches(),
                            sent == null ? "absent" : "another form, not shown",
                            "Bearer and a token");
                });
    }

    /** {@code target} is a Team ID. */
    public static Rule target() {
        return Rule.must("target")
                .about(Field.parameter("target"))
                .states("target, if present, is a Team ID, ten capital letters and digits.")
                .remedy("Send the Team ID of the recipient as target.")
                .source(ApplePages.TN3159)
                .error(INVALID_REQUEST)
                .check(
                        Facts.parameter("target"),
                        target ->
                                Verdict.satisfiedIf(TEAM_ID.matcher(target).matches(), "something else", "a Team ID"));
    }

    /** {@code target} is another team than the sender's. */
    public static Rule targetIsAnotherTeam() {
        return Rule.must("target.other-team")
                .about(Field.parameter("target"))
                .states("target is the recipient's Team ID, not the sender's own.")
                .remedy(
                        "Send the Team ID of the team that receives the app. Apple silently accepts the sender's own, and the"
                                + " transfer identifiers it returns are useless.")
                .source(OWN_TEAM)
                .error(INVALID_REQUEST)
                .check(
                        Facts.parameter("target"),
                        Facts.claim("iss").or(Facts.teamId()),
                        (target, own) -> Verdict.satisfiedIf(
                                !target.equals(own),
                                "the sender's own Team ID, the same as iss",
                                "the recipient's Team ID"));
    }

    /** A code is sent as code, and a token as token. */
    public static Rule tokensInTheirPlaces() {
        return Rule.must("parameters.own-places")
                .about(Field.parameter("*"))
                .states("An authorization code (c…) is sent as code, a refresh token (r…) as refresh_token.")
                .remedy(
                        "Exchange the code at /auth/token first; send the refresh_token or access_token of that response as"
                                + " token or refresh_token.")
                .source(ApplePages.TOKEN)
                .error("invalid_grant")
                .check(Facts.parameters(), parameters -> {
                    String misplaced = parameters.stream()
                            .filter(p -> isMisplaced(p.name(), p.value()))
                            .map(p -> p.name() + " is "
                                    + (p.value().startsWith("c")
                                            ? "an authorization code"
                                            : "a refresh or access token"))
                            .collect(Collectors.joining(", "));
                    return Verdict.satisfiedIf(misplaced.isEmpty(), misplaced, "each in its own parameter");
                });
    }

    private static boolean isMisplaced(String name, String value) {
        if (!APPLE_TOKEN.matcher(value).matches()) {
            return false;
        }
        return switch (name) {
            case "code" -> !value.startsWith("c");
            case "token", "refresh_token" -> value.startsWith("c");
            default -> false;
        };
    }

    /** The request is the sending team's or the receiving team's, and not both. */
    public static Rule oneStep() {
        return Rule.must("parameters.one-step")
                .about(Field.parameter("*"))
                .states("The request has sub and target (sending team) or transfer_sub (receiving team).")
                .remedy("Send sub and the recipient's Team ID as target; or, as the recipient, transfer_sub.")
                .source(ApplePages.TN3159)
                .error(INVALID_REQUEST)
                .check(Facts.parameters(), parameters -> {
                    boolean sends = has(parameters, "sub") && has(parameters, "target");
                    boolean receives = has(parameters, "transfer_sub");
                    return Verdict.satisfiedIf(
                            sends != receives, sends ? "both" : "neither", "sub and target, or transfer_sub");
                });
    }

    private static boolean has(List<TokenRequest.Parameter> parameters, String name) {
        return parameters.stream()
                .anyMatch(p -> p.name().equals(name) && !p.value().isEmpty());
    }
}
