// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.diagnosis.input.ParsedInput;
import dev.clientauth.diagnosis.input.ParsedResponse;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Adds the server's own words to the context of a request: its error_description, log or error_uri. */
final class ServerWords {
    private static final int REFUSED = 400;
    private static final int NOT_TOLD = 0;

    private ServerWords() {}

    /** Returns the context of the parsed text, with the server's words in the response. */
    static EvaluationContext in(ParsedInput input) {
        EvaluationContext context = input.context();
        Optional<ParsedResponse> response = input.chosen().response();
        if (response.isEmpty()) {
            return context;
        }
        ParsedResponse read = response.get();
        boolean isSuccess = read.status().isPresent()
                && read.status().getAsInt() < REFUSED
                && read.error().isEmpty();
        Optional<String> words = words(read);
        boolean isSilent = read.error().isEmpty() && read.status().isEmpty() && words.isEmpty();
        return isSuccess || isSilent
                ? context
                : context.withResponse(new ErrorResponse(
                        read.status().orElse(NOT_TOLD), read.error().orElse(null), words.orElse(null)));
    }

    /** The description and what else the server says about it; without either, the name in the error_uri. */
    private static Optional<String> words(ParsedResponse read) {
        String description = read.description().orElse("");
        List<String> all = new ArrayList<>(List.of(description));
        read.sentences().stream()
                .filter(sentence -> !description.contains(sentence))
                .forEach(all::add);
        String words = all.stream().filter(part -> !part.isBlank()).collect(Collectors.joining(" "));
        return Optional.of(words).filter(said -> !said.isEmpty()).or(read::uriName);
    }
}
