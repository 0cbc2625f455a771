// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.TokenRequest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request in a text, and the response to it.
 *
 * @param number which of the requests in the text it is, from 1
 * @param line the line of the text on which it begins, from 1
 * @param format its format
 * @param request the request, without what the text does not contain
 * @param context what else the text contains: the response, the server's clock, when it was sent
 * @param response the response, if the text contains one
 * @param sentAt when it was sent, by the timestamp of a log that has its time zone; for the clock of the server see {@link
 * ParsedResponse#date()}
 * @param gaps the fields whose value was left out, such as {@code $TOKEN} for a token
 * @param settings settings that are not part of a request, such as {@code team_id}, by their names in lower case with
 * underscores; none of them is secret
 * @param notes how the text was interpreted and what to paste, one sentence each, without secrets
 */
public record ParsedExchange(
        int number,
        int line,
        InputFormat format,
        TokenRequest request,
        EvaluationContext context,
        Optional<ParsedResponse> response,
        Optional<Instant> sentAt,
        List<Field> gaps,
        Map<String, String> settings,
        List<String> notes) {
    /** Copies the lists. */
    public ParsedExchange {
        gaps = List.copyOf(gaps);
        settings = Map.copyOf(settings);
        notes = List.copyOf(notes);
    }

    /** Returns whether the request itself was found, and not only a JWT, a configuration or a response. */
    public boolean isRequestSeen() {
        return format.isRequest();
    }

    /** Returns only its number and format, because a request contains secrets. */
    @Override
    public String toString() {
        return format + " " + request + response.map(r -> ", " + r).orElse("");
    }

    /** Whether the response refuses the request. */
    public boolean isRefused() {
        return response.map(ParsedResponse::isRefusal).orElse(false);
    }
}
