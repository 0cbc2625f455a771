package dev.clientauth.diagnosis;

import dev.clientauth.diagnosis.input.InputFormat;
import dev.clientauth.diagnosis.input.ParsedExchange;
import dev.clientauth.diagnosis.input.ParsedInput;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.TokenRequest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A text that begins like a key or certificate file, however much of it was cut, and holds nothing that was sent. */
final class MisplacedKeyFile {
    private MisplacedKeyFile() {}

    /** What was read of such a text, without what a broken key looks like. */
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
