// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import dev.clientauth.diagnosis.input.clean.Timestamp;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the headers of a response that are relevant to a refusal. */
public final class ResponseHeaders {
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(?i)\\b(error|error_description|error_uri)\\s{0,4}=\\s{0,4}\"([^\"]{0,500})\"");

    private ResponseHeaders() {}

    /** The error may be only in the challenge (RFC 6750 section 3). */
    private static void challenge(String value, ResponseCollector into) {
        into.challenge(value);
        Matcher attribute = ATTRIBUTE.matcher(value);
        while (attribute.find()) {
            String text = attribute.group(2);
            switch (attribute.group(1).toLowerCase(Locale.ROOT)) {
                case "error" -> into.error(into.error() == null ? text : into.error());
                case "error_uri" -> into.uri(into.uri() == null ? text : into.uri());
                default -> into.description(into.description() == null ? text : into.description());
            }
        }
    }

    public static void read(HttpMessage.Header header, ResponseCollector into) {
        switch (header.name().toLowerCase(Locale.ROOT)) {
            case "date" -> {
                into.date(Timestamp.in(header.value()));
                if (into.date() == null) {
                    into.badDate();
                }
            }
            case "www-authenticate" -> challenge(header.value(), into);
            case ":status" -> {
                Integer status = ResponseBody.number(header.value().strip());
                if (status != null) {
                    into.status(status);
                }
            }
            default -> {
                // The others say nothing about the refusal.
            }
        }
    }
}
