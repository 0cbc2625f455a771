package dev.clientauth.profile;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rules about the HTTP request around the assertion that several providers share. */
public final class RequestRules {
    /** RFC 7523 section 2.2. */
    public static final String JWT_BEARER_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** RFC 7523 section 2.1. */
    public static final String JWT_BEARER_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private static final String QUOTES = "\"'`\u201c\u201d\u2018\u2019";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String IF_THERE =
            "The parameter client_id, if it is there, is the client id, the same as sub.";
    private static final String EQUAL_OR_OUT = "Make the parameter client_id equal to sub, or leave it out.";
    private static final Map<String, String> NEEDED =
            Map.of("authorization_code", "code", "refresh_token", "refresh_token", JWT_BEARER_GRANT, "assertion");

    private RequestRules() {}

    /** What was sent can be read as an HTTP request with parameters. */
    public static Rule readable(Citation source) {
        return Rule.must("http.readable")
                .about(Field.REQUEST)
                .states("The request can be read: a URL, headers, and a form of parameters.")
                .remedy(
                        "Let the HTTP library write URL, headers and form; give it plain texts, and quote them for the shell.")
                .source(source)
                .answeredWith("invalid_request")
                .check(
                        Facts.request(),
                        request -> Verdict.holdsIf(
                                request.faults().isEmpty(),
                                String.join("; ", request.faults()),
                                "a URL, headers and a form"));
    }

    /** The method is POST. */
    public static Rule post(Citation source) {
        return Rule.must("http.post")
                .about(Field.METHOD)
                .states("The HTTP method is POST.")
                .remedy("Use POST.")
                .source(source)
                .answeredWith("invalid_request")
                .fixed("POST");
    }

    /** The body is a form, and the {@code Content-Type} says so. */
    public static Rule formContentType(Citation source) {
        return Rule.must("http.content-type")
                .about(Field.httpHeader("Content-Type"))
                .states("The Content-Type header is " + FORM + ".")
                .remedy("Send the parameters as a form with Content-Type: " + FORM + ", not as JSON.")
                .source(source)
                .answeredWith("invalid_request")
                .check(Facts.headers(), headers -> {
                    String type = headers.get("content-type");
                    String media =
                            type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
                    return Verdict.holdsIf(
                            media.equals(FORM), type == null ? "absent" : Shown.quoted(type), "\"" + FORM + "\"");
                });
    }

    /** The {@code Content-Type} says no more than that the body is a form. */
    public static Rule plainContentType(Citation source) {
        return Rule.should("http.content-type.plain")
                .about(Field.httpHeader("Content-Type"))
                .states("The Content-Type header has no parameters, such as charset.")
                .remedy("Send Content-Type: " + FORM
                        + " and nothing after it; some servers compare it letter by letter.")
                .source(source)
                .answeredWith("invalid_request")
                .check(Facts.headers(), headers -> {
                    String type = headers.get("content-type");
                    return type == null
                            ? new Verdict.NotApplicable("there is no Content-Type header")
                            : Verdict.holdsIf(type.indexOf(';') < 0, Shown.quoted(type), "\"" + FORM + "\"");
                });
    }

    /** No second credential stands in an {@code Authorization} header (RFC 6749 section 2.3). */
    public static Rule noAuthorization(Citation source) {
        return Rule.must("http.no-authorization")
                .about(Field.httpHeader("Authorization"))
                .states("There is no Authorization header: a request carries one credential.")
                .remedy("Switch off Basic authentication in the HTTP client; the provider takes the signed JWT only.")
                .source(source)
                .answeredWith("invalid_request")
                .check(
                        Facts.headers(),
                        headers -> Verdict.holdsIf(
                                !headers.containsKey("authorization"),
                                "present, not shown",
                                "no Authorization header"));
    }

    /** No parameter stands in the URL. */
    public static Rule inBody(Level level, Citation source) {
        return inBody(level, Set.of(), source);
    }

    /** No parameter stands in the URL but those that the token endpoint has of its own. */
    public static Rule inBody(Level level, URI tokenEndpoint, Citation source) {
        List<Attempt.Parameter> own =
                Attempt.builder().endpoint(tokenEndpoint).build().parameters().orElse(List.of());
        return inBody(level, Set.copyOf(own), source);
    }

    private static Rule inBody(Level level, Set<Attempt.Parameter> own, Citation source) {
        return Rule.of(level, "parameters.in-body")
                .about(Field.ENDPOINT)
                .states("The parameters stand in the body, not in the URL.")
                .remedy("Move them to the body: URLs are written to the logs of every proxy on the way.")
                .source(source)
                .answeredWith("invalid_request")
                .check(Facts.parameters(), parameters -> {
                    Set<String> inQuery = parameters.stream()
                            .filter(parameter -> parameter.inQuery() && !own.contains(parameter))
                            .map(Attempt.Parameter::name)
                            .collect(Collectors.toCollection(TreeSet::new));
                    return Verdict.holdsIf(inQuery.isEmpty(), "in the URL: " + names(inQuery), "all in the body");
                });
    }

    /** No parameter is sent twice (RFC 6749 section 3.2), but for the resources of RFC 8707 section 2. */
    public static Rule unrepeated(Citation source) {
        return Rule.must("parameters.unrepeated")
                .about(Field.parameter("*"))
                .states("No parameter is sent twice.")
                .remedy("Send each parameter once.")
                .source(source)
                .answeredWith("invalid_request")
                .check(Facts.parameters(), parameters -> {
                    Set<String> seen = new TreeSet<>();
                    Set<String> twice = parameters.stream()
                            .map(Attempt.Parameter::name)
                            .filter(name -> !seen.add(name) && !name.equals("resource"))
                            .collect(Collectors.toCollection(TreeSet::new));
                    return Verdict.holdsIf(twice.isEmpty(), "sent twice: " + names(twice), "each once");
                });
    }

    /** No value carries the quotes or the white space that stood around it in a file or on a command line. */
    public static Rule unquoted(Citation source) {
        return Rule.must("parameters.unquoted")
                .about(Field.parameter("*"))
                .states("No parameter's value begins or ends with a quote or white space.")
                .remedy("Take the quotes and spaces away where the values come from: an environment file, a shell"
                        + " command, a copy from a page.")
                .source(source)
                .answeredWith("invalid_request")
                .check(Facts.parameters(), parameters -> {
                    Set<String> wrapped = parameters.stream()
                            .filter(parameter -> isWrapped(parameter.value()))
                            .map(Attempt.Parameter::name)
                            .collect(Collectors.toCollection(TreeSet::new));
                    return Verdict.holdsIf(
                            wrapped.isEmpty(), "with quotes or white space: " + names(wrapped), "the bare values");
                });
    }

    private static boolean isWrapped(String value) {
        return !value.isEmpty() && (isWrapping(value.charAt(0)) || isWrapping(value.charAt(value.length() - 1)));
    }

    private static boolean isWrapping(char c) {
        return QUOTES.indexOf(c) >= 0 || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** {@code grant_type} is one of these. */
    public static Rule grantType(List<String> allowed, Citation source) {
        return Rule.must("grant-type")
                .about(Field.parameter("grant_type"))
                .states("grant_type is " + (allowed.size() == 1 ? "" : "one of ") + String.join(", ", allowed) + ".")
                .remedy("Set grant_type to " + allowed.get(0) + ", or to the grant that the provider offers.")
                .source(source)
                .answeredWith("unsupported_grant_type")
                .check(Facts.parameters(), parameters -> {
                    String type = value(parameters, "grant_type");
                    return Verdict.holdsIf(
                            allowed.contains(type),
                            type.isEmpty() ? "absent" : Shown.quoted(type),
                            String.join(", ", allowed));
                });
    }

    /** The grant brings what it trades: a code, a refresh token, an assertion. */
    public static Rule grantParameters(Citation source) {
        return Rule.must("grant-type.parameters")
                .about(Field.parameter("grant_type"))
                .states("The grant comes with the parameter that it trades: code, refresh_token or assertion.")
                .remedy("Add the parameter.")
                .source(source)
                .answeredWith("invalid_request")
                .check(Facts.parameters(), parameters -> {
                    String needed = NEEDED.get(value(parameters, "grant_type"));
                    return needed == null
                            ? new Verdict.NotApplicable("this grant trades nothing")
                            : Verdict.holdsIf(!value(parameters, needed).isEmpty(), needed + " absent", needed);
                });
    }

    /** The signed JWT stands where the provider looks for it. */
    public static Rule placement(Placement placement, Citation source) {
        String name = placement.parameter();
        return Rule.must(name.replace('_', '-'))
                .about(Field.parameter(name))
                .states("The signed JWT stands in the parameter " + name + ", spelled with an underscore.")
                .remedy("Send the signed JWT as " + name + ".")
                .source(source)
                .check(Facts.parameters(), parameters -> {
                    String instead = String.join(
                            ", ",
                            parameters.stream()
                                    .map(Attempt.Parameter::name)
                                    .filter(p -> p.matches("(?i)client.?(assertion|secret)"))
                                    .distinct()
                                    .toList());
                    return Verdict.holdsIf(
                            !value(parameters, name).isEmpty(),
                            "absent" + (instead.isEmpty() ? "" : "; there is " + Shown.quoted(instead)),
                            name);
                });
    }

    /** {@code client_assertion_type} names JWT (RFC 7523 section 2.2), percent-encoded once. */
    public static Rule assertionType(Citation source) {
        return Rule.must("client-assertion-type")
                .about(Field.parameter("client_assertion_type"))
                .states("client_assertion_type is " + JWT_BEARER_ASSERTION + ", percent-encoded once.")
                .remedy(
                        "Give the HTTP library the plain text and let it encode; a text with %3A in it was encoded twice.")
                .source(source)
                .fixed(JWT_BEARER_ASSERTION);
    }

    /** {@code client_id} is the client id: that on file, else the one in {@code sub}. */
    public static Rule clientId(Citation source) {
        return clientId(
                        "The parameter client_id is the client id, the same as sub.",
                        "Send the parameter client_id beside the JWT, with the same value as sub.",
                        source)
                .fixed(Facts.clientId().or(Facts.claim("sub")));
    }

    /** {@code client_id} is the client id. It may be left out, but it is written: some servers find no client without it. */
    public static Rule clientIdThoughOptional(Citation source) {
        return clientId(IF_THERE, EQUAL_OR_OUT, source)
                .mayBeAbsent()
                .fixed(Facts.clientId().or(Facts.claim("sub")));
    }

    private static Rule.Builder clientId(String statement, String remedy, Citation source) {
        return Rule.must("client-id")
                .about(Field.parameter("client_id"))
                .states(statement)
                .remedy(remedy)
                .source(source);
    }

    /** {@code client_id} is there with a grant that brings no client assertion. */
    public static Rule clientIdWith(String grantType, Citation source) {
        return Rule.must("client-id.with-grant")
                .about(Field.parameter("client_id"))
                .states("With grant_type " + grantType + ", client_id is the client id.")
                .remedy(
                        "Send the client id as client_id; this grant brings no client assertion that would name the client.")
                .source(source)
                .onlyWith(grant(grantType))
                .fixed(Facts.clientId().or(Facts.claim("sub")));
    }

    /** {@code client_id}, if it is there, is the client id: the assertion names the client already (RFC 7521 section 4.2). */
    public static Rule clientIdIfPresent(Citation source) {
        return clientId(IF_THERE, EQUAL_OR_OUT, source)
                .check(
                        Facts.parameter("client_id"),
                        Facts.clientId().or(Facts.claim("sub")),
                        (sent, right) -> Verdict.holdsIf(sent.equals(right), Shown.quoted(sent), Shown.quoted(right)));
    }

    /** {@code scope} is this value where the grant is client credentials. */
    public static Rule scope(String value, Citation source) {
        return scope(value, Rule.DEFAULT_ERROR, source);
    }

    /** {@code scope} is this value where the grant is client credentials; another is answered with this error. */
    public static Rule scope(String value, String error, Citation source) {
        return Rule.must("scope")
                .about(Field.parameter("scope"))
                .states("With grant_type client_credentials, scope is " + value + ".")
                .remedy("Set scope to " + value + "; leaving it out is wrong too.")
                .source(source)
                .answeredWith(error)
                .onlyWith(grant("client_credentials"))
                .fixed(value);
    }

    /** {@code scope} is there where the grant is client credentials. */
    public static Rule scopePresent(Citation source) {
        return Rule.must("scope")
                .about(Field.parameter("scope"))
                .states("With grant_type client_credentials, scope is there.")
                .remedy("Ask for the scopes that the client was given, for example system/Patient.read.")
                .source(source)
                .answeredWith("invalid_scope")
                .onlyWith(grant("client_credentials"))
                .check(
                        Facts.parameters(),
                        parameters ->
                                Verdict.holdsIf(!value(parameters, "scope").isBlank(), "absent", "one or more scopes"));
    }

    /** A fact that is there for every grant type but this one. */
    public static Fact<String> otherGrant(String type) {
        return c -> {
            Known<String> grant = Facts.parameter("grant_type").in(c);
            return grant instanceof Known.Value<String> there && there.value().equals(type)
                    ? Known.absent("the grant is " + type)
                    : grant;
        };
    }

    /** A fact that is there only for this grant type. */
    public static Fact<String> grant(String type) {
        return c -> {
            Known<String> grant = Facts.parameter("grant_type").in(c);
            return grant instanceof Known.Value<String> there && !there.value().equals(type)
                    ? Known.absent("the grant is another")
                    : grant;
        };
    }

    private static String names(Set<String> names) {
        return String.join(", ", names.stream().map(Shown::name).toList());
    }

    private static String value(List<Attempt.Parameter> parameters, String name) {
        return parameters.stream()
                .filter(p -> p.name().equals(name))
                .map(Attempt.Parameter::value)
                .findFirst()
                .orElse("");
    }
}
