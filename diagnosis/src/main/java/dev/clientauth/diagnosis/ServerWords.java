package dev.clientauth.diagnosis;

import dev.clientauth.diagnosis.input.ParsedInput;
import dev.clientauth.diagnosis.input.ParsedResponse;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;

import java.net.URLDecoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Adds the server's own words to the context of a request: its error_description, log or error_uri. */
final class ServerWords {
    private static final int REFUSED = 400;
    private static final int NOT_TOLD = 0;
    /** Returns the specific part of a URN, or the end of a path: the rest of an address is the same for every error. */
    private static final Pattern LAST_NAME =
            Pattern.compile("(?:urn:[\\w.:-]*:|/)([A-Za-z][A-Za-z_-]{3,60})(?=[/?#]|$)");

    private ServerWords() {}

    /** Returns the context of the parsed text, with the server's words in the response. */
    static EvaluationContext in(ParsedInput input) {
        EvaluationContext context = input.situation();
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

    private static Optional<String> words(ParsedResponse read) {
        return read.description()
                .or(() ->
                        read.sentences().isEmpty() ? Optional.empty() : Optional.of(String.join(" ", read.sentences())))
                .or(() -> read.uri().flatMap(ServerWords::lastName));
    }

    private static Optional<String> lastName(String uri) {
        String plain;
        try {
            plain = URLDecoder.decode(uri, UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            plain = uri;
        }
        Matcher urn = LAST_NAME.matcher(plain);
        Optional<String> last = Optional.empty();
        while (urn.find()) {
            if (plain.charAt(urn.start()) == 'u') {
                return Optional.of(urn.group(1));
            }
            last = Optional.of(urn.group(1));
        }
        return last;
    }
}
