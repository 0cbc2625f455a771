// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.diagnosis.input.InputFormat;
import dev.clientauth.diagnosis.input.ParsedExchange;
import dev.clientauth.diagnosis.input.ParsedInput;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.TokenRequest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recognizes a text that is a key or certificate file, even a truncated one, and contains no request. */
final class MisplacedKeyFile {
    private MisplacedKeyFile() {}

    /** Returns the input without the values that a damaged key was mistaken for. */
    static ParsedInput of(ParsedInput read) {
        ParsedExchange nothing = new ParsedExchange(
                1,
                1,
                InputFormat.KEY,
                TokenRequest.builder().build(),
                EvaluationContext.unknown(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of());
        List<String> keys = read.keys().isEmpty() ? List.of("a key or a certificate") : read.keys();
        return new ParsedInput(List.of(nothing), 0, List.of(), keys, List.of());
    }
}
