// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.clean.CleanText;
import dev.clientauth.diagnosis.input.part.Names;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Chooses the exchanges of a text to explain: each refused request, otherwise the last one. The last stage of reading. */
final class ExchangeChooser {
    private static final int UNKNOWN_STATUS = 400;
    private static final int SUCCESS = 200;
    private static final int MAX_EXCHANGES = 20;
    private static final List<String> PATHS =
            List.of("token", "revoke", "usermigrationinfo", "access_token", "auth", "introspect", "token.oauth2");

    private ExchangeChooser() {}

    /** Returns the result for a text that consists of a single item. */
    static ParsedInput only(Draft draft, List<String> remarks) {
        return new ParsedInput(List.of(exchange(List.of(draft), 0, 1)), 1, List.of(), List.of(), remarks);
    }

    static ParsedInput choose(
            List<Draft> drafts, CleanText text, BitSet used, List<String> keys, List<String> remarks) {
        List<String> notes = new ArrayList<>(remarks);
        List<Draft> requests =
                drafts.stream().filter(ExchangeChooser::isTokenRequest).toList();
        List<Draft> all = requests.isEmpty() ? drafts : requests;
        all.forEach(Draft::finish);
        boolean isNothing = all.isEmpty()
                || (!keys.isEmpty()
                        && all.stream()
                                .noneMatch(d -> d.format().isRequest()
                                        || d.request.build().assertion().isPresent()));
        if (isNothing) {
            return nothing(text, keys, notes);
        }
        int[] refused = IntStream.range(0, all.size())
                .filter(i -> all.get(i).isRefused())
                .toArray();
        IntStream chosen = refused.length == 0
                ? IntStream.of(all.size() - 1)
                : Arrays.stream(refused, Math.max(0, refused.length - MAX_EXCHANGES), refused.length);
        List<ParsedExchange> exchanges = chosen.mapToObj(i -> exchange(all, i, text.source(all.get(i).line)))
                .toList();
        if (all.size() > 1) {
            ParsedExchange last = exchanges.get(exchanges.size() - 1);
            notes.add(
                    "The text contains " + all.size() + " requests; request " + last.number() + " (line " + last.line()
                            + ") was diagnosed: the last one" + (refused.length == 0 ? "." : " that was refused."));
        }
        repeated(all).ifPresent(notes::add);
        return new ParsedInput(exchanges, all.size(), unused(text, used), keys, notes);
    }

    private static ParsedInput nothing(CleanText text, List<String> keys, List<String> notes) {
        Draft draft = new Draft(0);
        boolean isKey = !keys.isEmpty();
        draft.request.fault(
                isKey
                        ? "the text is " + keys.get(0) + ", not a request"
                        : "the text is neither a JWT nor a request in a known format");
        draft.as(isKey ? InputFormat.KEY : InputFormat.UNREADABLE);
        return new ParsedInput(List.of(exchange(List.of(draft), 0, 1)), 0, unused(text, new BitSet()), keys, notes);
    }

    private static boolean isTokenRequest(Draft draft) {
        RequestCollector request = draft.request;
        String path = request.path() == null
                ? ""
                : request.path().toLowerCase(Locale.ROOT).replaceFirst("\\?.*$", "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        return !draft.isHard
                || request.hasAssertion()
                || request.parameters().stream()
                        .anyMatch(p -> Names.isStrong(p.name()) || Names.ASSERTIONS.contains(p.name()))
                || PATHS.contains(last);
    }

    private static ParsedExchange exchange(List<Draft> all, int index, int line) {
        Draft draft = all.get(index);
        InputFormat format = draft.finish();
        if (format == InputFormat.RESPONSE) {
            draft.request.note("This is the provider's response, not a request: paste what was sent.");
            draft.request.fault("the text is a response, not a request");
        } else if (format == InputFormat.UNREADABLE && !draft.request.hasFaults()) {
            draft.request.fault("the text is neither a JWT nor a request in a known format");
        }
        TokenRequest request = draft.request.build();
        Optional<ParsedResponse> response = Optional.ofNullable(draft.response)
                .filter(r -> !r.isEmpty())
                .map(r -> new ParsedResponse(r, request::redact));
        List<String> notes = new ArrayList<>(draft.request.notes());
        if (draft.response != null && draft.response.hasBadDate()) {
            notes.add("The Date header of the response is not a valid date and was skipped.");
        }
        return new ParsedExchange(
                index + 1,
                line,
                format,
                request,
                context(draft, response, all.subList(0, index)),
                response,
                Optional.ofNullable(draft.time),
                draft.request.gaps(),
                draft.settings,
                notes);
    }

    private static EvaluationContext context(Draft draft, Optional<ParsedResponse> response, List<Draft> before) {
        EvaluationContext context = EvaluationContext.unknown();
        if (draft.time != null) {
            context = context.withSentAt(draft.time);
        }
        if (response.isPresent()) {
            ParsedResponse read = response.get();
            if (read.date().isPresent()) {
                context = context.withProviderClock(read.date().get());
            }
            if (read.status().isPresent() || read.error().isPresent()) {
                int status = read.status().orElse(read.error().isPresent() ? UNKNOWN_STATUS : SUCCESS);
                context = context.withResponse(new ErrorResponse(
                        status, read.error().orElse(null), read.description().orElse(null)));
            }
        }
        return id(draft).isPresent() && before.stream().anyMatch(d -> id(d).isPresent())
                ? context.withUsedJti(new UsedIds(before)::contains)
                : context;
    }

    /** The ids of the assertions before one, read only if they are needed. */
    private static final class UsedIds {
        private final List<Draft> before;
        private @Nullable Set<String> ids;

        UsedIds(List<Draft> before) {
            this.before = before;
        }

        boolean contains(String id) {
            if (ids == null) {
                ids = before.stream().flatMap(draft -> id(draft).stream()).collect(Collectors.toSet());
            }
            return ids.contains(id);
        }
    }

    private static Optional<String> id(Draft draft) {
        return draft.request
                .build()
                .assertion()
                .flatMap(DecodedAssertion::claims)
                .map(claims -> claims.get("jti"))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** Returns the note that the same code was sent in several requests. */
    private static Optional<String> repeated(List<Draft> all) {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            RequestCollector request = all.get(i).request;
            for (TokenRequest.Parameter parameter : request.parameters()) {
                boolean isCode = parameter.name().equals("code")
                        && !parameter.value().isEmpty()
                        && !request.gaps().contains(Field.parameter("code"));
                Integer before = isCode ? first.putIfAbsent(parameter.value(), i) : null;
                if (before != null && before < i) {
                    return Optional.of(
                            "Requests " + (before + 1) + " and " + (i + 1)
                                    + " send the same code: an authorization code can be exchanged only once, and the first request used it.");
                }
            }
        }
        return Optional.empty();
    }

    private static List<ParsedInput.LineRange> unused(CleanText text, BitSet used) {
        List<ParsedInput.LineRange> ranges = new ArrayList<>();
        int at = 0;
        while (at < text.size() && ranges.size() < 1_000) {
            int from = used.nextClearBit(at);
            if (from >= text.size()) {
                break;
            }
            int next = used.nextSetBit(from);
            int end = next < 0 ? text.size() : next;
            boolean isBlank = true;
            for (int i = from; i < end && isBlank; i++) {
                isBlank = text.line(i).isBlank();
            }
            if (!isBlank) {
                ranges.add(new ParsedInput.LineRange(text.source(from), text.source(end - 1)));
            }
            at = end;
        }
        return ranges;
    }
}
