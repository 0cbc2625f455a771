// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.EndpointUrls;
import dev.clientauth.profile.text.Redactor;

import java.net.URI;
import java.util.List;

/** Rules about the URL of the request. A loopback URL is a local mock of the provider, and is always accepted. */
public final class EndpointRules {
    private static final String NO_QUERY = "endpoint.no-query";

    private EndpointRules() {}

    /** Only this URL; its query, if any, is checked by {@link #onlyQueryOf}. */
    public static Rule endpoint(URI value, Citation source, URI... accepted) {
        Fact<URI> unlessStandIn = context -> {
            FactValue<URI> endpoint = Facts.endpoint().in(context);
            return endpoint instanceof FactValue.Value<URI> there && EndpointUrls.isLoopback(there.value())
                    ? FactValue.absent("a local mock on a loopback address")
                    : endpoint;
        };
        String shown = Redactor.withoutTokens(value.toString());
        return Rule.must("endpoint")
                .about(Field.ENDPOINT)
                .states("The request is sent to " + shown + ".")
                .remedy("Send the request to " + shown + ".")
                .source(source)
                .onlyWith(unlessStandIn)
                .fixed(
                        (value.isOpaque() ? value : EndpointUrls.withoutQuery(value)).toString(),
                        List.of(accepted).stream().map(URI::toString).toArray(String[]::new));
    }

    /** The scheme is https, except for loopback. */
    public static Rule https(Citation source) {
        return Rule.must("endpoint.https")
                .about(Field.ENDPOINT)
                .states("The URL uses https; only a local mock on a loopback address may use http.")
                .remedy("Use https, so that nobody can intercept the assertion or the token.")
                .source(source)
                .check(
                        Facts.rawEndpoint(),
                        uri -> Verdict.satisfiedIf(
                                "https".equalsIgnoreCase(uri.getScheme())
                                        || ("http".equalsIgnoreCase(uri.getScheme()) && EndpointUrls.isLoopback(uri)),
                                Redactor.endpoint(uri),
                                "https"));
    }

    /** The path ends in {@code /token}. */
    public static Rule tokenPath(Citation source) {
        return Rule.must("endpoint.token-path")
                .about(Field.ENDPOINT)
                .states("The URL's path ends in /token.")
                .remedy("Send the request to the token endpoint; /authorize is for user sign-in.")
                .source(source)
                .error("invalid_request")
                .check(
                        Facts.rawEndpoint(),
                        uri -> Verdict.satisfiedIf(
                                uri.getRawPath() != null && uri.getRawPath().endsWith("/token"),
                                Redactor.endpoint(uri),
                                "a path that ends in /token"));
    }

    /**
     * The query is that of the token endpoint, if it has one (RFC 6749 section 3.2), and otherwise absent. A local mock
     * needs none.
     */
    public static Rule onlyQueryOf(URI tokenEndpoint, Citation source) {
        String own = tokenEndpoint.getRawQuery();
        if (own == null) {
            return noQuery(source);
        }
        return Rule.must(NO_QUERY)
                .about(Field.ENDPOINT)
                .states("The URL has exactly the token endpoint's own query and no fragment.")
                .remedy(
                        "Send the request to the token endpoint exactly as it appears in the server's metadata, with all parameters in the body.")
                .source(source)
                .error("invalid_request")
                .check(
                        Facts.rawEndpoint(),
                        uri -> Verdict.satisfiedIf(
                                uri.getRawFragment() == null
                                        && (own.equals(uri.getRawQuery())
                                                || (uri.getRawQuery() == null && EndpointUrls.isLoopback(uri))),
                                Redactor.endpoint(uri),
                                "the query " + Redactor.quoted(own)));
    }

    /** There is neither a query, not even an empty one, nor a fragment. */
    public static Rule noQuery(Citation source) {
        return Rule.must(NO_QUERY)
                .about(Field.ENDPOINT)
                .states("The URL has no query, not even a trailing question mark, and no fragment.")
                .remedy("Send all parameters in the body, and none in the URL.")
                .source(source)
                .error("invalid_request")
                .check(
                        Facts.rawEndpoint(),
                        uri -> Verdict.satisfiedIf(
                                uri.getRawQuery() == null && uri.getRawFragment() == null,
                                Redactor.endpoint(uri),
                                "no query and no fragment"));
    }
}
