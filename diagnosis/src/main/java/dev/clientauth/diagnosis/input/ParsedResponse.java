// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.part.ErrorUri;
import dev.clientauth.diagnosis.input.part.ResponseCollector;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The response to a request, as far as the text contains it. No component contains a secret: anything that looks like one or
 * repeats a secret of the request was removed.
 */
public final class ParsedResponse {
    private final @Nullable Integer status;
    private final @Nullable String error;
    private final @Nullable String description;
    private final @Nullable String uri;
    private final Optional<String> uriName;
    private final @Nullable String challenge;
    private final @Nullable Instant date;
    private final List<String> sentences;
    private final boolean isRefusal;

    ParsedResponse(ResponseCollector read, java.util.function.UnaryOperator<String> redactor) {
        this.status = read.status();
        this.error = redacted(read.error(), redactor);
        this.description = redacted(read.description(), redactor);
        this.uri = redacted(read.uri(), redactor);
        // Before the rest of the URI is redacted, because it contains client ids and instances.
        this.uriName = Optional.ofNullable(read.uri()).flatMap(ErrorUri::name).map(redactor);
        this.challenge = redacted(read.challenge(), redactor);
        this.date = read.date();
        this.sentences = read.sentences().stream().map(redactor).toList();
        this.isRefusal = read.isRefusal();
    }

    private static @Nullable String redacted(@Nullable String text, java.util.function.UnaryOperator<String> redactor) {
        return text == null ? null : redactor.apply(text);
    }

    /** The HTTP status. */
    public OptionalInt status() {
        return status == null ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** The error code, such as {@code invalid_client} (RFC 6749 section 5.2). */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** The {@code error_description}, or what the vendor has in its place. */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /** The {@code error_uri}. */
    public Optional<String> uri() {
        return Optional.ofNullable(uri);
    }

    /** The name of the error in the {@code error_uri}, such as {@code invalid-tenant}. */
    public Optional<String> uriName() {
        return uriName;
    }

    /** The {@code WWW-Authenticate} header. */
    public Optional<String> challenge() {
        return Optional.ofNullable(challenge);
    }

    /** The server's clock, from the {@code Date} header. */
    public Optional<Instant> date() {
        return Optional.ofNullable(date);
    }

    /** Other sentences of the server, from the response or from its log, at most six. */
    public List<String> sentences() {
        return sentences;
    }

    /** Whether the request was refused. */
    public boolean isRefusal() {
        return isRefusal;
    }

    @Override
    public String toString() {
        return "response " + (status == null ? "of unknown status" : status) + (error == null ? "" : " " + error);
    }
}
