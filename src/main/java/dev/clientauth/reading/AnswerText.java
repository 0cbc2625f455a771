package dev.clientauth.reading;

import dev.clientauth.profile.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the provider answered. */
final class AnswerText {
    private static final Pattern STATUS = Pattern.compile("(?m)^(?:< )?HTTP/[0-9.]{1,3} ([1-5][0-9]{2})\\b");
    /** What curl -v says of a body that it writes elsewhere. */
    private static final Pattern PROGRESS = Pattern.compile("[{}] \\[[0-9]+ bytes data]");
    /** An error in words. */
    private static final int LONGEST = 500;

    private AnswerText() {}

    /** Where the last response in the text begins, or -1. */
    static int in(String text, int from) {
        int start = -1;
        Matcher status = STATUS.matcher(text);
        if (status.find(from)) {
            do {
                start = status.start();
            } while (status.find());
        }
        return start;
    }

    /** Reads a response: status line, headers, perhaps a body. */
    static void read(String response, Transcript into) {
        Matcher status = STATUS.matcher(response);
        if (!status.find()) {
            return;
        }
        HttpText.Message message = HttpText.Message.of(response.lines()
                .skip(1)
                .filter(line -> !PROGRESS.matcher(line).matches())
                .map(line -> line.startsWith("< ") ? line.substring(2) : line.equals("<") ? "" : line)
                .toList());
        message.headers().forEach(header -> {
            if (header.name().equalsIgnoreCase("date")) {
                date(header.value(), into);
            }
        });
        read(Integer.parseInt(status.group(1)), message.body(), into);
    }

    /** Reads the body of a response. */
    static void read(int status, String body, Transcript into) {
        int start = body.indexOf('{');
        JsonNode json = start < 0 ? null : JsonText.parse(body.substring(start));
        into.answer(new Answer(status, text(json, "error"), text(json, "error_description")));
    }

    /** Whether this is the body of an answer that refuses. */
    static boolean isRefusal(JsonNode json) {
        return text(json, "error") != null && !json.has("grant_type");
    }

    private static @Nullable String text(@Nullable JsonNode json, String name) {
        JsonNode member = json == null ? null : json.get(name);
        if (member == null || !member.isString()) {
            return null;
        }
        String text = member.asString();
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    /** Reads the Date header. */
    static void date(String value, Transcript into) {
        instant(value)
                .ifPresentOrElse(
                        into::providerClock,
                        () -> into.note("The Date header of the answer is no date, and was skipped."));
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
