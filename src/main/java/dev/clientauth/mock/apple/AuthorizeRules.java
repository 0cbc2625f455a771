package dev.clientauth.mock.apple;

import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.EndpointRules;
import dev.clientauth.profile.Facts;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.RequestRules;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What Apple demands of the URL to which people are sent to sign in. */
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

    /** The rules, of which those about clients ask these. */
    static Profile authorize(AppleClients clients) {
        return AppleRules.bare("authorize", "authorization")
                .rule(Rule.must("http.get")
                        .about(Field.METHOD)
                        .states("The HTTP method is GET.")
                        .remedy("Send the browser there with a link or a redirect.")
                        .source(PAGE)
                        .answeredWith(INVALID_REQUEST)
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

    /** The rule of the form on the page that people see. */
    static Profile decision(Predicate<String> isOpen) {
        return AppleRules.bare("decision", "what the person chose")
                .rule(RequestRules.post(PAGE))
                .rule(Rule.must("request")
                        .about(Field.parameter("request"))
                        .states("The form belongs to a page that was shown in the last ten minutes and not used since.")
                        .remedy("Begin at the application again.")
                        .source(PAGE)
                        .answeredWith(INVALID_REQUEST)
                        .check(
                                Facts.parameters(),
                                parameters -> Verdict.holdsIf(
                                        isOpen.test(value(parameters, "request").orElse("")),
                                        "another, or used",
                                        "such a page")))
                .build();
    }

    private static Rule clientId(AppleClients clients) {
        return about("client-id", "client_id")
                .states("client_id is a Services ID, or an App ID, that is registered with Apple.")
                .remedy("Use the Services ID for the web; register it with the mock.")
                .answeredWith("invalid_client")
                .check(
                        Facts.parameters(),
                        parameters -> Verdict.holdsIf(
                                value(parameters, "client_id")
                                        .flatMap(clients::find)
                                        .isPresent(),
                                shown(parameters, "client_id"),
                                "a registered client"));
    }

    private static Rule redirectUri(AppleClients clients) {
        return about("redirect-uri", "redirect_uri")
                .states("redirect_uri is one of the registered return URLs, letter for letter.")
                .remedy("Enter it as a return URL of the Services ID, or send the one that is there.")
                .answeredWith("unauthorized_client")
                .check(Facts.parameters(), parameters -> {
                    AppleClient client = value(parameters, "client_id")
                            .flatMap(clients::find)
                            .orElse(null);
                    String uri = value(parameters, "redirect_uri").orElse("");
                    return client == null
                            ? new Verdict.NotApplicable("there is no such client")
                            : Verdict.holdsIf(
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
                .states("redirect_uri is https with a domain; Apple registers no localhost and no IP address.")
                .remedy("Nothing while it is the mock that is asked; for Apple itself use a domain with https.")
                .source(PAGE)
                .check(Facts.parameter("redirect_uri"), text -> {
                    URI uri = uri(text);
                    return Verdict.holdsIf(
                            uri != null && "https".equals(uri.getScheme()) && !EndpointRules.isLoopback(uri),
                            "a stand-in on loopback",
                            "https and a domain");
                });
    }

    private static Rule responseType() {
        return about("response-type", "response_type")
                .states("response_type is \"code\" or \"code id_token\".")
                .remedy("Ask for code, or for code id_token.")
                .answeredWith(INVALID_REQUEST)
                .check(Facts.parameters(), parameters -> {
                    Set<String> types = RequestClaims.words(
                            value(parameters, "response_type").orElse(""));
                    return Verdict.holdsIf(
                            types.equals(Set.of("code")) || types.equals(Set.of("code", "id_token")),
                            shown(parameters, "response_type"),
                            "code or code id_token");
                });
    }

    private static Rule responseMode() {
        return about("response-mode", "response_mode")
                .states("response_mode, if it is there, is query, fragment or form_post.")
                .remedy("Set response_mode to form_post.")
                .answeredWith(INVALID_REQUEST)
                .check(
                        Facts.parameter("response_mode"),
                        mode -> Verdict.holdsIf(MODES.contains(mode), "another word", "query, fragment or form_post"));
    }

    private static Rule scope() {
        return about("scope", "scope")
                .states("scope, if it is there, is name, email or both.")
                .remedy("Ask for name, email, both or nothing.")
                .answeredWith("invalid_scope")
                .check(
                        Facts.parameter("scope"),
                        Facts.parameters(),
                        (scope, parameters) -> Verdict.holdsIf(
                                SCOPES.containsAll(RequestClaims.words(scope)),
                                shown(parameters, "scope"),
                                "name, email or both"));
    }

    private static Rule formPost() {
        return about("response-mode.form-post", "response_mode")
                .states("response_mode is form_post where a scope is asked for.")
                .remedy("Set response_mode to form_post, and take the answer as a POST.")
                .answeredWith(INVALID_REQUEST)
                .check(
                        Facts.parameters(),
                        parameters -> Verdict.holdsIf(
                                value(parameters, "scope").isEmpty()
                                        || value(parameters, "response_mode")
                                                .filter("form_post"::equals)
                                                .isPresent(),
                                "another, or absent",
                                "form_post"));
    }

    private static Rule noTokenInQuery() {
        return Rule.must("response-mode.no-token-in-query")
                .about(Field.parameter("response_mode"))
                .states("response_mode is not query where an identity token is asked for.")
                .remedy("Set response_mode to form_post.")
                .source(MULTIPLE_TYPES)
                .answeredWith(INVALID_REQUEST)
                .check(
                        Facts.parameter("response_type"),
                        Facts.parameter("response_mode"),
                        (type, mode) -> Verdict.holdsIf(
                                !mode.equals("query")
                                        || !RequestClaims.words(type).contains("id_token"),
                                "query",
                                "form_post or fragment"));
    }

    private static Rule state() {
        return Rule.should("state")
                .about(Field.parameter("state"))
                .states("There is a state, which ties the answer to the browser that asked.")
                .remedy("Send a state that nobody can guess, keep it in the session, and compare it with the answer's.")
                .source(RFC_6749_STATE)
                .check(
                        Facts.parameters(),
                        parameters -> Verdict.holdsIf(AppleRules.has(parameters, "state"), "absent", "a state"));
    }

    private static Rule noOthers() {
        return Rule.should("parameters.known")
                .about(Field.parameter("*"))
                .states("There are no parameters but those of Apple's page.")
                .remedy("Leave the others out; Apple's page does not name them.")
                .source(PAGE)
                .check(Facts.parameters(), parameters -> {
                    Set<String> others = new TreeSet<>();
                    parameters.forEach(parameter -> others.add(parameter.name()));
                    others.removeAll(PARAMETERS);
                    return Verdict.holdsIf(others.isEmpty(), others.size() + " others", "none but these");
                });
    }

    private static Rule.Builder about(String name, String parameter) {
        return Rule.must(name).about(Field.parameter(parameter)).source(PAGE);
    }

    private static Optional<String> value(List<Attempt.Parameter> parameters, String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Attempt.Parameter::value)
                .findFirst();
    }

    /** A parameter as its own text shows it: short, and hidden where it may be a secret. */
    private static String shown(List<Attempt.Parameter> parameters, String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Attempt.Parameter::toString)
                .findFirst()
                .orElse("absent");
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // What is no URI is not one on loopback either; whether it is registered is another rule's matter.
            return null;
        }
    }
}
