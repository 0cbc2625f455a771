// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.text.EndpointUrls;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Apple's rules for the authorization request. */
final class AuthorizeRules {
    private static final LocalDate READ = LocalDate.of(2026, 11, 20);
    private static final Citation PAGE = Citation.documented(
            "Apple, Request an authorization to the Sign in with Apple server",
            "https://developer.apple.com/documentation/signinwithapplerestapi/request_an_authorization_to_the_sign_in_with_apple_server.",
            READ);
    private static final Citation MULTIPLE_TYPES = Citation.documented(
            "OAuth 2.0 Multiple Response Type Encoding Practices section 5",
            "https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html",
            READ);
    private static final Citation RFC_6749_STATE = Citation.documented(
            "RFC 6749 section 10.12", "https://www.rfc-editor.org/rfc/rfc6749.html#section-10.12", READ);

    private static final String INVALID_REQUEST = "invalid_request";
    private static final Set<String> MODES = Set.of("query", "fragment", "form_post");
    private static final Set<String> SCOPES = Set.of("openid", "email", "name");
    private static final Set<String> PARAMETERS =
            Set.of("client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce");

    private AuthorizeRules() {}

    /** Returns the rules for authorization requests of these clients. */
    static Profile authorize(AppleClients clients) {
        return AppleRules.bare("authorize", "authorization")
                .rule(Rule.must("http.get")
                        .about(Field.METHOD)
                        .states("The HTTP method is GET.")
                        .remedy("Send the browser there with a link or a redirect.")
                        .source(PAGE)
                        .error(INVALID_REQUEST)
                        .fixed("GET"))
                .rule(RequestRules.unrepeated(AppleRules.TN3107))
                .rule(clientId(clients))
                .rule(redirectUri(clients))
                .rule(redirectDomain())
                .rule(responseType())
                .rule(responseMode())
                .rule(scope())
                .rule(formPost())
                .rule(noTokenInQuery())
                .rule(state())
                .rule(noOthers())
                .build();
    }

    /** Returns the rules for the form on the authorization page. */
    static Profile decision(Predicate<String> isOpen) {
        return AppleRules.bare("decision", "what the person chose")
                .rule(RequestRules.post(PAGE))
                .rule(Rule.must("request")
                        .about(Field.parameter("request"))
                        .states(
                                "The form belongs to a page that was shown in the last ten minutes and has not been used.")
                        .remedy("Start again at the application.")
                        .source(PAGE)
                        .error(INVALID_REQUEST)
                        .check(
                                Facts.parameters(),
                                parameters -> Verdict.satisfiedIf(
                                        isOpen.test(value(parameters, "request").orElse("")),
                                        "another form, or one that was already used",
                                        "an unused form of the last ten minutes")))
                .build();
    }

    private static Rule clientId(AppleClients clients) {
        return about("client-id", "client_id")
                .states("client_id is a registered Services ID or App ID.")
                .remedy("Use the Services ID for the web; register it with the mock.")
                .error("invalid_client")
                .check(
                        Facts.parameters(),
                        parameters -> Verdict.satisfiedIf(
                                value(parameters, "client_id")
                                        .flatMap(clients::find)
                                        .isPresent(),
                                shown(parameters, "client_id"),
                                "a registered client"));
    }

    private static Rule redirectUri(AppleClients clients) {
        return about("redirect-uri", "redirect_uri")
                .states("redirect_uri exactly equals one of the registered return URLs.")
                .remedy("Register it as a return URL of the Services ID, or send a registered one.")
                .error("unauthorized_client")
                .check(Facts.parameters(), parameters -> {
                    AppleClient client = value(parameters, "client_id")
                            .flatMap(clients::find)
                            .orElse(null);
                    String uri = value(parameters, "redirect_uri").orElse("");
                    return client == null
                            ? new Verdict.NotApplicable("the client is not registered")
                            : Verdict.satisfiedIf(
                                    client.redirectUri(uri).isPresent(),
                                    shown(parameters, "redirect_uri"),
                                    client.redirectUris().isEmpty()
                                            ? "none: an App ID has no return URL"
                                            : "one of " + client.redirectUris());
                });
    }

    private static Rule redirectDomain() {
        return Rule.should("redirect-uri.domain")
                .about(Field.parameter("redirect_uri"))
                .states("redirect_uri is https with a domain; Apple accepts neither localhost nor an IP address.")
                .remedy("The mock accepts it; for Apple itself use https and a domain.")
                .source(PAGE)
                .check(Facts.parameter("redirect_uri"), text -> {
                    URI uri = uri(text);
                    return Verdict.satisfiedIf(
                            uri != null && "https".equals(uri.getScheme()) && !EndpointUrls.isLoopback(uri),
                            "a loopback address",
                            "https and a domain");
                });
    }

    private static Rule responseType() {
        return about("response-type", "response_type")
                .states("response_type is \"code\" or \"code id_token\".")
                .remedy("Set response_type to code, or to code id_token.")
                .error(INVALID_REQUEST)
                .check(Facts.parameters(), parameters -> {
                    Set<String> types = RequestClaims.words(
                            value(parameters, "response_type").orElse(""));
                    return Verdict.satisfiedIf(
                            types.equals(Set.of("code")) || types.equals(Set.of("code", "id_token")),
                            shown(parameters, "response_type"),
                            "code or code id_token");
                });
    }

    private static Rule responseMode() {
        return about("response-mode", "response_mode")
                .states("response_mode, if present, is query, fragment or form_post.")
                .remedy("Set response_mode to form_post.")
                .error(INVALID_REQUEST)
                .check(
                        Facts.parameter("response_mode"),
                        mode -> Verdict.satisfiedIf(
                                MODES.contains(mode), "another value", "query, fragment or form_post"));
    }

    private static Rule scope() {
        return about("scope", "scope")
                .states("scope, if present, is name, email or both.")
                .remedy("Request name, email, both, or omit the scope.")
                .error("invalid_scope")
                .check(
                        Facts.parameter("scope"),
                        Facts.parameters(),
                        (scope, parameters) -> Verdict.satisfiedIf(
                                SCOPES.containsAll(RequestClaims.words(scope)),
                                shown(parameters, "scope"),
                                "name, email or both"));
    }

    private static Rule formPost() {
        return about("response-mode.form-post", "response_mode")
                .states("response_mode is form_post if a scope is requested.")
                .remedy("Set response_mode to form_post, and accept the callback as a POST.")
                .error(INVALID_REQUEST)
                .check(
                        Facts.parameters(),
                        parameters -> Verdict.satisfiedIf(
                                value(parameters, "scope").isEmpty()
                                        || value(parameters, "response_mode")
                                                .filter("form_post"::equals)
                                                .isPresent(),
                                "another value, or absent",
                                "form_post"));
    }

    private static Rule noTokenInQuery() {
        return Rule.must("response-mode.no-token-in-query")
                .about(Field.parameter("response_mode"))
                .states("response_mode is not query if an identity token is requested.")
                .remedy("Set response_mode to form_post.")
                .source(MULTIPLE_TYPES)
                .error(INVALID_REQUEST)
                .check(
                        Facts.parameter("response_type"),
                        Facts.parameter("response_mode"),
                        (type, mode) -> Verdict.satisfiedIf(
                                !mode.equals("query")
                                        || !RequestClaims.words(type).contains("id_token"),
                                "query",
                                "form_post or fragment"));
    }

    private static Rule state() {
        return Rule.should("state")
                .about(Field.parameter("state"))
                .states("state is present; it ties the response to the browser that sent the request.")
                .remedy(
                        "Send an unguessable state, store it in the session, and compare it with the state of the callback.")
                .source(RFC_6749_STATE)
                .check(
                        Facts.parameters(),
                        parameters -> Verdict.satisfiedIf(AppleRules.has(parameters, "state"), "absent", "a state"));
    }

    private static Rule noOthers() {
        return Rule.should("parameters.known")
                .about(Field.parameter("*"))
                .states("All parameters are listed in Apple's documentation.")
                .remedy("Remove the other parameters.")
                .source(PAGE)
                .check(Facts.parameters(), parameters -> {
                    Set<String> others = new TreeSet<>();
                    parameters.forEach(parameter -> others.add(parameter.name()));
                    others.removeAll(PARAMETERS);
                    return Verdict.satisfiedIf(others.isEmpty(), others.size() + " others", "no others");
                });
    }

    private static Rule.Builder about(String name, String parameter) {
        return Rule.must(name).about(Field.parameter(parameter)).source(PAGE);
    }

    private static Optional<String> value(List<TokenRequest.Parameter> parameters, String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(TokenRequest.Parameter::value)
                .findFirst();
    }

    /** Returns a parameter in the form of its toString: short, and redacted if it may be a secret. */
    private static String shown(List<TokenRequest.Parameter> parameters, String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(TokenRequest.Parameter::toString)
                .findFirst()
                .orElse("absent");
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Not a valid URI, so not on loopback; another rule checks whether it is registered.
            return null;
        }
    }
}
