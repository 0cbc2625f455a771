package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.clean.CleanText;
import dev.clientauth.diagnosis.input.part.Names;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.TokenRequest;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Chooses what of a text is to be explained: each refused request, or else the last one. The last stage of reading. */
final class ExchangeChooser {
    private static final int UNKNOWN_STATUS = 400;
    private static final int SUCCESS = 200;
    private static final int MAX_EXCHANGES = 20;
    private static final List<String> PATHS =
            List.of("token", "revoke", "usermigrationinfo", "access_token", "auth", "introspect", "token.oauth2");

    private ExchangeChooser() {}

    /** What is to be explained where a text is nothing but one thing. */
    static ParsedInput only(Draft draft, List<String> remarks) {
        return new ParsedInput(List.of(exchange(draft, 1, 1, Set.of())), 1, List.of(), List.of(), remarks);
    }

    static ParsedInput choose(
            List<Draft> drafts, CleanText text, BitSet used, List<String> keys, List<String> remarks) {
        List<String> notes = new ArrayList<>(remarks);
        List<Draft> requests =
                drafts.stream().filter(ExchangeChooser::isTokenRequest).toList();
        List<Draft> candidates = requests.isEmpty() ? drafts : requests;
        List<ParsedExchange> all = new ArrayList<>();
        Set<String> jtis = new LinkedHashSet<>();
        for (int i = 0; i < candidates.size(); i++) {
            Draft draft = candidates.get(i);
            ParsedExchange exchange = exchange(draft, i + 1, text.source(draft.line), Set.copyOf(jtis));
            all.add(exchange);
            claim(exchange.request(), "jti").ifPresent(jtis::add);
        }
        if (all.isEmpty()) {
            return nothing(text, keys, notes);
        }
        if (!keys.isEmpty()
                && all.stream()
                        .noneMatch(e ->
                                e.isRequestSeen() || e.request().assertion().isPresent())) {
            return nothing(text, keys, notes);
        }
        List<ParsedExchange> refused =
                all.stream().filter(ParsedExchange::isRefused).toList();
        List<ParsedExchange> chosen = refused.isEmpty()
                ? all.subList(all.size() - 1, all.size())
                : refused.subList(Math.max(0, refused.size() - MAX_EXCHANGES), refused.size());
        if (all.size() > 1) {
            ParsedExchange last = chosen.get(chosen.size() - 1);
            notes.add("The text holds " + all.size() + " requests; number " + last.number() + " (line " + last.line()
                    + ") is explained: the last" + (refused.isEmpty() ? "." : " that was refused."));
        }
        repeated(all).ifPresent(notes::add);
        return new ParsedInput(chosen, all.size(), unused(text, used), keys, notes);
    }

    private static ParsedInput nothing(CleanText text, List<String> keys, List<String> notes) {
        Draft draft = new Draft(0);
        boolean isKey = !keys.isEmpty();
        draft.request.fault(
                isKey
                        ? "the text is " + keys.get(0) + ", not a request"
                        : "the text is neither a JWT nor a request in any form that is known here");
        draft.as(isKey ? InputFormat.KEY : InputFormat.UNREADABLE);
        return new ParsedInput(List.of(exchange(draft, 1, 1, Set.of())), 0, unused(text, new BitSet()), keys, notes);
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

    private static ParsedExchange exchange(Draft draft, int number, int line, Set<String> usedIds) {
        InputFormat format = draft.finish();
        if (format == InputFormat.RESPONSE) {
            draft.request.note("This is what the provider returned, and no request: paste what was sent.");
            draft.request.fault("the text is a response, not a request");
        } else if (format == InputFormat.UNREADABLE && !draft.request.hasFaults()) {
            draft.request.fault("the text is neither a JWT nor a request in any form that is known here");
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
                number,
                line,
                format,
                request,
                context(draft, response, usedIds),
                response,
                Optional.ofNullable(draft.time),
                draft.request.gaps(),
                draft.settings,
                notes);
    }

    private static EvaluationContext context(Draft draft, Optional<ParsedResponse> response, Set<String> usedIds) {
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
        return usedIds.isEmpty() ? context : context.withUsedJti(usedIds::contains);
    }

    private static Optional<String> claim(TokenRequest request, String name) {
        return request.assertion()
                .flatMap(assertion -> assertion.claims())
                .map(claims -> claims.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** What says that one value was sent in several requests that allow it once. */
    private static Optional<String> repeated(List<ParsedExchange> all) {
        for (String name : List.of("code", "refresh_token")) {
            Map<String, Integer> first = new HashMap<>();
            for (ParsedExchange exchange : all) {
                Optional<String> value = exchange.request().parameter(name).filter(v -> !v.isEmpty());
                if (value.isPresent() && !exchange.request().isLeftOut(Field.parameter(name))) {
                    Integer before = first.putIfAbsent(value.get(), exchange.number());
                    if (before != null && name.equals("code")) {
                        return Optional.of(
                                "Requests " + before + " and " + exchange.number()
                                        + " send the same code: an authorization code is exchanged once only, and was already used by the first.");
                    }
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
