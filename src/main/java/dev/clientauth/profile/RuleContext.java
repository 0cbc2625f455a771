// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The input of a {@link Rule}.
 *
 * @param request the request that was sent, or is about to be sent
 * @param evaluation what else is known
 */
public record RuleContext(TokenRequest request, EvaluationContext evaluation) {

    /** Returns the assertion. */
    public FactValue<DecodedAssertion> assertion() {
        return of(request.assertion(), "the assertion");
    }

    /** Returns all members of the JOSE header. */
    public FactValue<Map<String, @Nullable Object>> header() {
        return part(DecodedAssertion::header, "header");
    }

    /** Returns all claims. */
    public FactValue<Map<String, @Nullable Object>> claims() {
        return part(DecodedAssertion::claims, "payload");
    }

    /** Returns all form parameters. */
    public FactValue<List<TokenRequest.Parameter>> parameters() {
        return of(request.parameters(), "the form parameters");
    }

    /** Returns the HTTP headers by lower-case name. */
    public FactValue<Map<String, String>> headers() {
        return of(request.headers(), "the HTTP headers");
    }

    /** Returns the HTTP method. */
    public FactValue<String> method() {
        return of(request.method(), "the HTTP method");
    }

    /** Returns the URL of the request, with its query. */
    public FactValue<URI> endpoint() {
        return request.isLeftOut(Field.ENDPOINT)
                ? FactValue.missing(Field.ENDPOINT.leftOut())
                : of(request.endpoint(), "the URL of the request");
    }

    private FactValue<Map<String, @Nullable Object>> part(
            Function<DecodedAssertion, Optional<Map<String, @Nullable Object>>> part, String name) {
        FactValue<DecodedAssertion> assertion = assertion();
        if (!(assertion instanceof FactValue.Value<DecodedAssertion> known)) {
            return FactValue.missing("the assertion");
        }
        return part.apply(known.value())
                .map(FactValue::value)
                .orElseGet(() -> FactValue.absent("the " + name + " could not be read"));
    }

    private static <T> FactValue<T> of(Optional<T> value, String what) {
        return value.map(FactValue::value).orElseGet(() -> FactValue.missing(what));
    }
}
