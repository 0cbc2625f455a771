// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.part.Piece;
import dev.clientauth.diagnosis.input.part.ResponseCollector;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Assembles the pieces of a text into exchanges: what was sent, and what was returned. The fourth stage of reading.
 *
 * <p>A request line, a command or an entry of an export begins an exchange. Parameters, headers, an address or a JWT on
 * their own complete the exchange before them, otherwise the one after them; if there is neither, they form an exchange
 * themselves.
 */
final class ExchangeBuilder {
    private final List<Draft> drafts = new ArrayList<>();
    private final List<Piece> pending = new ArrayList<>();
    private final List<ResponseCollector> orphans = new ArrayList<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private @Nullable Draft current;
    private @Nullable Instant time;
    private int left;

    /** Returns the exchanges, in order. */
    List<Draft> build(List<Piece> pieces) {
        left = (int) pieces.stream().filter(Piece.Request.class::isInstance).count();
        pieces.forEach(this::take);
        settle();
        return drafts;
    }

    /** Returns descriptions of the keys that were found outside a request. */
    List<String> keys() {
        return List.copyOf(keys);
    }

    private void take(Piece piece) {
        if (piece instanceof Piece.Request request) {
            left--;
            request(request);
        } else if (piece instanceof Piece.Response response) {
            response(response);
        } else if (piece instanceof Piece.Time at) {
            time(at.instant());
        } else if (piece instanceof Piece.Key key) {
            keys.add(key.kind());
        } else {
            part(piece);
        }
    }

    private void time(Instant instant) {
        time = instant;
        if (current != null && current.time == null && !current.isHard) {
            current.time = instant;
        }
    }

    private void request(Piece.Request request) {
        Draft before = current;
        boolean isAgain = before != null
                && before.isHard
                && before.response == null
                && before.request.isSameTarget(request.request());
        if (before != null && isAgain) {
            before.merge(request);
            return;
        }
        Draft draft = new Draft(request);
        draft.time = time;
        time = null;
        if (before != null && before.isBare()) {
            drafts.remove(before);
            draft.request.fill(before.request);
            draft.settings.putAll(before.settings);
            if (before.response != null) {
                orphans.add(before.response);
            }
        }
        add(draft);
        pending.removeIf(piece -> complete(draft, piece));
    }

    private void add(Draft draft) {
        drafts.add(draft);
        current = draft;
    }

    private void response(Piece.Response piece) {
        if (current != null) {
            current.respond(piece.response());
        } else if (!orphans.isEmpty() && orphans.get(orphans.size() - 1).agreesWith(piece.response())) {
            ResponseCollector last = orphans.get(orphans.size() - 1);
            boolean isBetter = last.isMention() && !piece.response().isMention();
            if (isBetter) {
                piece.response().fill(last);
                orphans.set(orphans.size() - 1, piece.response());
            } else {
                last.fill(piece.response());
            }
        } else {
            orphans.add(piece.response());
        }
    }

    private void part(Piece piece) {
        Draft draft = current;
        if (draft != null && complete(draft, piece)) {
            return;
        }
        boolean begins = piece instanceof Piece.Form || piece instanceof Piece.Parameters;
        if (left > 0) {
            pending.add(piece);
        } else if (draft == null || (begins && draft.response != null && draft.hasParameters() && isWhole(piece))) {
            Draft loose = new Draft(piece.line());
            loose.time = time;
            if (drafts.isEmpty() && !orphans.isEmpty()) {
                loose.response = orphans.remove(orphans.size() - 1);
            }
            add(loose);
            complete(loose, piece);
        }
    }

    /** Returns whether these parameters form a request of their own. */
    private static boolean isWhole(Piece piece) {
        return piece instanceof Piece.Form
                || (piece instanceof Piece.Parameters parameters
                        && parameters.written() != Piece.Written.DESCRIBED
                        && !parameters.isConfiguration());
    }

    private static boolean complete(Draft draft, Piece piece) {
        if (piece instanceof Piece.Form form) {
            return draft.take(form);
        }
        if (piece instanceof Piece.Parameters parameters) {
            return draft.take(parameters);
        }
        if (piece instanceof Piece.Headers headers) {
            draft.take(headers);
            return true;
        }
        if (piece instanceof Piece.Endpoint endpoint) {
            return draft.take(endpoint);
        }
        if (piece instanceof Piece.Jwt jwt) {
            return draft.take(jwt);
        }
        if (piece instanceof Piece.Decoded decoded) {
            return draft.take(decoded);
        }
        if (piece instanceof Piece.Setting setting) {
            draft.settings.putIfAbsent(setting.name(), setting.value());
        }
        return true;
    }

    private void settle() {
        for (ResponseCollector orphan : orphans) {
            drafts.stream().filter(d -> d.response == null).findFirst().ifPresent(d -> d.response = orphan);
        }
        if (drafts.isEmpty() && !orphans.isEmpty()) {
            Draft draft = new Draft(0);
            draft.response = orphans.get(orphans.size() - 1);
            draft.time = time;
            drafts.add(draft);
        }
    }
}
