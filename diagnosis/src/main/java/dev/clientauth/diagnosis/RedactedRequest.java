// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A {@link TokenRequest} that is safe to display: possible secrets are omitted, long values are cut, and control characters
 * are escaped. Of each list the first {@value #MAX_ENTRIES} entries are shown, and then the number of others, under the name {@code
 * …}.
 *
 * @param method the HTTP method
 * @param endpoint the URL without user information, and without the content of its query
 * @param headers the HTTP headers, sorted by name
 * @param parameters the form parameters, in order
 * @param header the members of the JOSE header, in order
 * @param claims the claims, in order
 */
public record RedactedRequest(
        Optional<String> method,
        Optional<String> endpoint,
        List<Member> headers,
        List<Parameter> parameters,
        List<Member> header,
        List<Member> claims) {
    private static final int MAX_ENTRIES = 100;
    private static final String MORE = "…";

    /**
     * A name and its redacted value.
     *
     * @param name the name
     * @param value the value, with strings in quotes; or a description of it
     */
    public record Member(String name, String value) {}

    /**
     * A form parameter.
     *
     * @param name the name
     * @param value the value, in quotes; or a description of it
     * @param inQuery whether it was in the query of the URL instead of in the body
     */
    public record Parameter(String name, String value, boolean inQuery) {
        /** Rejects null. */
        public Parameter {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }
    }

    /** Redacts a request. */
    public static RedactedRequest of(TokenRequest attempt) {
        return new RedactedRequest(
                attempt.method().map(Redactor::name),
                attempt.endpoint().map(Redactor::endpoint),
                first(
                        new TreeMap<>(attempt.headers().orElse(Map.of())).entrySet(),
                        h -> new Member(Redactor.name(h.getKey()), Redactor.httpHeader(h.getKey(), h.getValue())),
                        more -> new Member(MORE, more)),
                first(
                        attempt.parameters().orElse(List.of()),
                        p -> new Parameter(
                                Redactor.name(p.name()), Redactor.parameter(p.name(), p.value()), p.inQuery()),
                        more -> new Parameter(MORE, more, false)),
                members(attempt.assertion().flatMap(DecodedAssertion::header)),
                members(attempt.assertion().flatMap(DecodedAssertion::claims)));
    }

    /** Returns whether nothing of it could be read. */
    public boolean isEmpty() {
        return method.isEmpty()
                && endpoint.isEmpty()
                && headers.isEmpty()
                && parameters.isEmpty()
                && header.isEmpty()
                && claims.isEmpty();
    }

    private static List<Member> members(Optional<Map<String, @Nullable Object>> members) {
        return members.map(all -> first(
                        all.entrySet(),
                        m -> new Member(Redactor.name(m.getKey()), Redactor.member(m.getKey(), m.getValue())),
                        more -> new Member(MORE, more)))
                .orElse(List.of());
    }

    private static <T, S> List<S> first(Collection<T> all, Function<T, S> shown, Function<String, S> more) {
        Stream<S> first = all.stream().limit(MAX_ENTRIES).map(shown);
        return all.size() <= MAX_ENTRIES
                ? first.toList()
                : Stream.concat(first, Stream.of(more.apply("and " + (all.size() - MAX_ENTRIES) + " more")))
                        .toList();
    }
}
