package dev.clientauth.diagnosis.input.part;

import dev.clientauth.diagnosis.input.clean.Timestamp;

import java.util.Locale;

/** Reads the headers of a response that tell something here. */
public final class ResponseHeaders {
    private ResponseHeaders() {}

    public static void read(HttpMessage.Header header, ResponseCollector into) {
        switch (header.name().toLowerCase(Locale.ROOT)) {
            case "date" -> {
                into.date(Timestamp.in(header.value()));
                if (into.date() == null) {
                    into.badDate();
                }
            }
            case "www-authenticate" -> into.challenge(header.value());
            case ":status" -> {
                Integer status = ResponseBody.number(header.value().strip());
                if (status != null) {
                    into.status(status);
                }
            }
            default -> {
                // The others tell nothing about the refusal.
            }
        }
    }
}
