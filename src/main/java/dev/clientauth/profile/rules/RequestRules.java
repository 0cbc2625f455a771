// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.Redactor;

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
    private static final String IF_THERE = "The client_id parameter, if present, is the client id, the same as sub.";
    private static final String EQUAL_OR_OUT = "Set client_id to the value of sub, or omit it.";
    private static final Map<String, String> NEEDED =
            Map.of("authorization_code", "code", "refresh_token", "refresh_token", JWT_BEARER_GRANT, "assertion");

    private RequestRules() {}

    /** What was sent can be read as an HTTP request with parameters. */
    public static Rule readable(Citation source) {
        return Rule.must("http.readable")
                .about(Field.REQUEST)
                .states("The request is readable: a URL, headers and form parameters.")
                .remedy(
                        "Let the HTTP library encode the URL, headers and form. Pass it unencoded values, and quote them for the shell.")
                .source(source)
                .error("invalid_request")
                .check(
                        Facts.request(),
                        request -> Verdict.satisfiedIf(
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
                .error("invalid_request")
                .fixed("POST");
    }

    /** The body is a form, and the {@code Content-Type} says so. */
    public static Rule formContentType(Citation source) {
        return Rule.must("http.content-type")
                .about(Field.httpHeader("Content-Type"))
                .states("The Content-Type header is " + FORM + ".")
                .remedy("Send the parameters as a form with Content-Type: " + FORM + ", not as JSON.")
                .source(source)
                .error("invalid_request")
                .check(Facts.headers(), headers -> {
                    String type = headers.get("content-type");
                    String media =
                            type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
                    return Verdict.satisfiedIf(
                            media.equals(FORM), type == null ? "absent" : Redactor.quoted(type), "\"" + FORM + "\"");
                });
    }

    /** The {@code Content-Type} has no parameters. */
    public static Rule plainContentType(Citation source) {
        return Rule.should("http.content-type.plain")
                .about(Field.httpHeader("Content-Type"))
                .states("The Content-Type header has no parameters, such as charset.")
                .remedy("Send Content-Type: " + FORM + " and nothing after it; some servers compare it literally.")
                .source(source)
                .error("invalid_request")
                .check(Facts.headers(), headers -> {
                    String type = headers.get("content-type");
                    return type == null
                            ? new Verdict.NotApplicable("there is no Content-Type header")
                            : Verdict.satisfiedIf(type.indexOf(';') < 0, Redactor.quoted(type), "\"" + FORM + "\"");
                });
    }

    /** There are no other credentials in an {@code Authorization} header (RFC 6749 section 2.3). */
    public static Rule noAuthorization(Citation source) {
        return Rule.must("http.no-authorization")
                .about(Field.httpHeader("Authorization"))
                .states("The Authorization header is absent, because a request may use only one authentication method.")
                .remedy("Turn off Basic authentication in the HTTP client; the provider accepts only the signed JWT.")
                .source(source)
                .error("invalid_request")
                .check(
                        Facts.headers(),
                        headers -> Verdict.satisfiedIf(
                                !headers.containsKey("authorization"),
                                "present, not shown",
                                "no Authorization header"));
    }

    /** There are no parameters in the URL. */
    public static Rule inBody(Level level, Citation source) {
        return inBody(level, Set.of(), source);
    }

    /** There are no parameters in the URL except those of the token endpoint itself. */
    public static Rule inBody(Level level, URI tokenEndpoint, Citation source) {
        List<TokenRequest.Parameter> own = TokenRequest.builder()
                .endpoint(tokenEndpoint)
                .build()
                .parameters()
                .orElse(List.of());
        return inBody(level, Set.copyOf(own), source);
    }

    private static Rule inBody(Level level, Set<TokenRequest.Parameter> own, Citation source) {
        return Rule.of(level, "parameters.in-body")
                .about(Field.ENDPOINT)
                .states("The parameters are in the body, not in the URL.")
                .remedy("Move them to the body: every proxy on the way may log the URL.")
                .source(source)
                .error("invalid_request")
                .check(Facts.parameters(), parameters -> {
                    Set<String> inQuery = parameters.stream()
                            .filter(parameter -> parameter.inQuery() && !own.contains(parameter))
                            .map(TokenRequest.Parameter::name)
                            .collect(Collectors.toCollection(TreeSet::new));
                    return Verdict.satisfiedIf(inQuery.isEmpty(), "in the URL: " + names(inQuery), "all in the body");
                });
    }

    /** No parameter is sent twice (RFC 6749 section 3.2), except for the resources of RFC 8707 section 2. */
    public static Rule unrepeated(Citation source) {
        return Rule.must("parameters.unrepeated")
                .about(Field.parameter("*"))
                .states("Each parameter is sent only once.")
                .remedy("Send each parameter once.")
                .source(source)
                .error("invalid_request")
                .check(Facts.parameters(), parameters -> {
                    Set<String> seen = new TreeSet<>();
                    Set<String> twice = parameters.stream()
                            .map(TokenRequest.Parameter::name)
                            .filter(name -> !seen.add(name) && !name.equals("resource"))
                            .collect(Collectors.toCollection(TreeSet::new));
                    return Verdict.satisfiedIf(twice.isEmpty(), "sent twice: " + names(twice), "each parameter once");
                });
    }

    /** No value is surrounded by quotes or white space from a file or a command line. */
    public static Rule unquoted(Citation source) {
        return Rule.must("parameters.unquoted")
                .about(Field.parameter("*"))
                .states("Parameter values are not surrounded by quotes or white space.")
                .remedy(
                        "Remove the quotes and white space at the source of the value, such as an environment file, a shell"
                                + " command or a copied web page.")
                .source(source)
                .error("invalid_request")
                .check(Facts.parameters(), parameters -> {
                    Set<String> wrapped = parameters.stream()
                            .filter(parameter -> isWrapped(parameter.value()))
                            .map(TokenRequest.Parameter::name)
                            .collect(Collectors.toCollection(TreeSet::new));
                    return Verdict.satisfiedIf(
                            wrapped.isEmpty(),
                            "with quotes or white space: " + names(wrapped),
                            "values without surrounding quotes or white space");
                });
    }

    private static boolean isWrapped(String value) {
        return !value.isEmpty() && (isWrapping(value.charAt(0)) || isWrapping(value.charAt(value.length() - 1)));
    }

    private static boolean isWrapping(char character) {
        return QUOTES.indexOf(character) >= 0 || Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    /** {@code grant_type} is one of these. */
    public static Rule grantType(List<String> allowed, Citation source) {
        return Rule.must("grant-type")
                .about(Field.parameter("grant_type"))
                .states("grant_type is " + (allowed.size() == 1 ? "" : "one of ") + String.join(", ", allowed) + ".")
                .remedy("Set grant_type to " + allowed.get(0)
                        + ", or to another grant type that the provider supports.")
                .source(source)
                .error("unsupported_grant_type")
                .check(Facts.parameters(), parameters -> {
                    String type = value(parameters, "grant_type");
                    return Verdict.satisfiedIf(
                            allowed.contains(type),
                            type.isEmpty() ? "absent" : Redactor.quoted(type),
                            String.join(", ", allowed));
                });
    }

    /** The grant has its parameter: a code, a refresh token or an assertion. */
    public static Rule grantParameters(Citation source) {
        return Rule.must("grant-type.parameters")
                .about(Field.parameter("grant_type"))
                .states("The grant has its parameter: code, refresh_token or assertion.")
                .remedy("Add the parameter that the grant requires.")
                .source(source)
                .error("invalid_request")
                .check(Facts.parameters(), parameters -> {
                    String needed = NEEDED.get(value(parameters, "grant_type"));
                    return needed == null
                            ? new Verdict.NotApplicable("this grant has no parameter of its own")
                            : Verdict.satisfiedIf(!value(parameters, needed).isEmpty(), needed + " absent", needed);
                });
    }

    /** The signed JWT is in the parameter that the provider expects. */
    public static Rule assertionIn(AssertionParameter parameterName, Citation source) {
        String name = parameterName.parameter();
        return Rule.must(name.replace('_', '-'))
                .about(Field.parameter(name))
                .states("The signed JWT is in the " + name + " parameter, spelled with an underscore.")
                .remedy("Send the signed JWT as " + name + ".")
                .source(source)
                .check(Facts.parameters(), parameters -> {
                    String instead = String.join(
                            ", ",
                            parameters.stream()
                                    .map(TokenRequest.Parameter::name)
                                    .filter(p -> p.matches("(?i)client.?(assertion|secret)"))
                                    .distinct()
                                    .toList());
                    return Verdict.satisfiedIf(
                            !value(parameters, name).isEmpty(),
                            "absent" + (instead.isEmpty() ? "" : "; there is " + Redactor.quoted(instead)),
                            name);
                });
    }

    /** {@code client_assertion_type} names JWT (RFC 7523 section 2.2), percent-encoded once. */
    public static Rule assertionType(Citation source) {
        return Rule.must("client-assertion-type")
                .about(Field.parameter("client_assertion_type"))
                .states("client_assertion_type is " + JWT_BEARER_ASSERTION + ", percent-encoded once.")
                .remedy(
                        "Pass the unencoded value to the HTTP library and let it encode it; a value that contains %3A was encoded twice.")
                .source(source)
                .fixed(JWT_BEARER_ASSERTION);
    }

    /** {@code client_id} is the client id: the registered one, otherwise the one in {@code sub}. */
    public static Rule clientId(Citation source) {
        return clientId(
                        "The client_id parameter is the client id, the same as sub.",
                        "Send client_id with the same value as sub, in addition to the JWT.",
                        source)
                .fixed(Facts.clientId().or(Facts.claim("sub")));
    }

    /**
     * {@code client_id} is the client id. It is optional but written, because some servers need it to find the client.
     */
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

    /** {@code client_id} is present for a grant without a client assertion. */
    public static Rule clientIdWith(String grantType, Citation source) {
        return Rule.must("client-id.with-grant")
                .about(Field.parameter("client_id"))
                .states("With grant_type " + grantType + ", client_id is the client id.")
                .remedy(
                        "Send the client id as client_id; this grant has no client assertion that would identify the client.")
                .source(source)
                .onlyWith(grant(grantType))
                .fixed(Facts.clientId().or(Facts.claim("sub")));
    }

    /** {@code client_id} is the client id, which is {@code iss} if the JWT is itself the grant. */
    public static Rule clientIdOfIssuer(Citation source) {
        return clientId(
                        "The client_id parameter is the client id, the same as iss.",
                        "Send client_id with the same value as iss, in addition to the JWT.",
                        source)
                .fixed(Facts.clientId().or(Facts.claim("iss")));
    }

    /**
     * {@code client_id}, if present, is the client id; the assertion already identifies the client (RFC 7521 section 4.2).
     */
    public static Rule clientIdIfPresent(Citation source) {
        return clientId(IF_THERE, EQUAL_OR_OUT, source)
                .check(
                        Facts.parameter("client_id"),
                        Facts.clientId().or(Facts.claim("sub")),
                        (sent, right) ->
                                Verdict.satisfiedIf(sent.equals(right), Redactor.quoted(sent), Redactor.quoted(right)));
    }

    /** {@code scope} is this value for the client credentials grant. */
    public static Rule scope(String value, Citation source) {
        return scope(value, Rule.DEFAULT_ERROR, source);
    }

    /** {@code scope} is this value for the client credentials grant; another one is refused with this error. */
    public static Rule scope(String value, String error, Citation source) {
        return Rule.must("scope")
                .about(Field.parameter("scope"))
                .states("With grant_type client_credentials, scope is " + value + ".")
                .remedy("Set scope to " + value + "; it must not be omitted.")
                .source(source)
                .error(error)
                .onlyWith(grant("client_credentials"))
                .fixed(value);
    }

    /** {@code client_secret} is sent in addition to the JWT. */
    public static Rule clientSecret(Citation source) {
        return Rule.must("client-secret")
                .about(Field.parameter("client_secret"))
                .states("The client_secret parameter is the client secret, in addition to the JWT.")
                .remedy("Send client_id and client_secret in addition to the JWT.")
                .source(source)
                .fixed(Facts.clientSecret());
    }

    /** {@code scope} is present for the client credentials grant, for example this one. */
    public static Rule scopePresent(String example, Citation source) {
        return Rule.must("scope")
                .about(Field.parameter("scope"))
                .states("With grant_type client_credentials, scope is present.")
                .remedy("Request the scopes granted to the client, for example " + example + ".")
                .source(source)
                .error("invalid_scope")
                .onlyWith(grant("client_credentials"))
                .check(
                        Facts.parameters(),
                        parameters -> Verdict.satisfiedIf(
                                !value(parameters, "scope").isBlank(), "absent", "one or more scopes"));
    }

    /** Returns a fact that is known for every grant type but this one. */
    public static Fact<String> otherGrant(String type) {
        return context -> {
            FactValue<String> grant = Facts.parameter("grant_type").in(context);
            return grant instanceof FactValue.Value<String> there
                            && there.value().equals(type)
                    ? FactValue.absent("the grant is " + type)
                    : grant;
        };
    }

    /** Returns a fact that is known only for this grant type. */
    public static Fact<String> grant(String type) {
        return context -> {
            FactValue<String> grant = Facts.parameter("grant_type").in(context);
            return grant instanceof FactValue.Value<String> there
                            && !there.value().equals(type)
                    ? FactValue.absent("the grant type is another one")
                    : grant;
        };
    }

    private static String names(Set<String> names) {
        return String.join(", ", names.stream().map(Redactor::name).toList());
    }

    private static String value(List<TokenRequest.Parameter> parameters, String name) {
        return parameters.stream()
                .filter(p -> p.name().equals(name))
                .map(TokenRequest.Parameter::value)
                .findFirst()
                .orElse("");
    }
}
