// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.diagnosis.TimeAxis.Kind;
import dev.clientauth.diagnosis.TimeAxis.Point;
import dev.clientauth.profile.EvaluationContext.SendingTime;
import dev.clientauth.profile.TimeWindow;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.InstantFormat;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws the times of an assertion and the allowed range of its expiry, and describes each in words. */
final class TimePicture {
    private static final int INDENT = 2;
    private static final int LABEL = 8;

    private final TimeWindow window;
    private final @Nullable Instant now;
    private final @Nullable Instant earliest;
    private final @Nullable Instant latest;
    private final boolean hasRange;

    TimePicture(TimeWindow window) {
        this.window = window;
        this.now = window.now();
        this.earliest = window.earliestExpiry();
        this.latest = window.latestExpiry();
        this.hasRange = (earliest != null || latest != null)
                && (earliest == null || latest == null || !earliest.isAfter(latest));
    }

    /** Draws the axis, then lists the times in order. */
    void drawOn(Page page) {
        TimeAxis axis = new TimeAxis(
                points(), hasRange && earliest == null, page.style().width() - 2 * INDENT);
        page.heading("Times in UTC"
                + (hasRange ? "; exp must be within [ ]" : "")
                + (axis.isCut() ? "; not to scale at " + (page.style().ascii() ? "//" : "╱╱") : ""));
        List<String> drawn = axis.draw(page.style().ascii());
        page.raw(" ".repeat(INDENT) + page.paint(Color.BOLD, drawn.get(0).stripTrailing()));
        page.raw(" ".repeat(INDENT) + page.paint(isExpAllowed() ? Color.GREEN : Color.RED, drawn.get(1)));
        rows().forEach(row -> page.labeled(INDENT, row.label(), LABEL, row.words(), row.color()));
    }

    private List<Point> points() {
        List<Point> points = new ArrayList<>();
        mark(points, "iat", window.iat(), Kind.CLAIM);
        mark(points, "nbf", window.nbf(), Kind.CLAIM);
        mark(points, "now", now, Kind.NOW);
        mark(points, "exp", window.exp(), Kind.CLAIM);
        if (hasRange && earliest != null) {
            points.add(new Point(earliest, Kind.OPENS, ""));
        }
        if (hasRange && latest != null) {
            points.add(new Point(latest, Kind.CLOSES, ""));
        }
        return points;
    }

    /** Adds a mark, merged with others at the same time. */
    private static void mark(List<Point> points, String name, @Nullable Instant at, Kind kind) {
        if (at == null) {
            return;
        }
        for (int i = 0; i < points.size(); i++) {
            Point other = points.get(i);
            if (other.at().equals(at)) {
                Kind both = other.kind() == Kind.NOW ? Kind.NOW : kind;
                points.set(i, new Point(at, both, other.label() + " " + name));
                return;
            }
        }
        points.add(new Point(at, kind, name));
    }

    private boolean isExpAllowed() {
        Instant exp = window.exp();
        return exp != null && (earliest == null || !exp.isBefore(earliest)) && (latest == null || !exp.isAfter(latest));
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        row(rows, "iat", window.iat(), startWords(window.iat()), startColor(window.iat()));
        row(rows, "nbf", window.nbf(), startWords(window.nbf()), startColor(window.nbf()));
        row(rows, "now", now, nowWords(), Color.PLAIN);
        row(rows, "exp", window.exp(), expWords(), isExpAllowed() ? Color.GREEN : Color.RED);
        if (earliest != null && (now == null || Duration.between(now, earliest).compareTo(Duration.ofSeconds(1)) > 0)) {
            row(rows, "from", earliest, "the earliest exp allowed", Color.PLAIN);
        }
        row(rows, "limit", latest, "the latest exp allowed" + (hasRange ? "" : ", which has passed"), Color.PLAIN);
        rows.sort(Comparator.comparing(Row::at));
        return rows;
    }

    private String nowWords() {
        SendingTime sent = window.sent();
        if (sent == null || sent.isByProvider()) {
            return "by the provider's clock";
        }
        return "by this machine's clock" + (sent.isExact() ? "" : "; the time of sending is not known");
    }

    private static void row(List<Row> rows, String label, @Nullable Instant at, String words, Color color) {
        if (at != null) {
            rows.add(new Row(label, at, InstantFormat.of(at) + (words.isEmpty() ? "" : ", " + words), color));
        }
    }

    private String startWords(@Nullable Instant start) {
        if (start == null) {
            return "";
        }
        if (TimeWindow.countsMilliseconds(start)) {
            return inMilliseconds(start);
        }
        return now == null ? "" : relation(start, now, "now");
    }

    private Color startColor(@Nullable Instant start) {
        return start != null && now != null && start.isAfter(now) ? Color.RED : Color.PLAIN;
    }

    private String expWords() {
        Instant exp = window.exp();
        if (exp == null) {
            return "";
        }
        if (TimeWindow.countsMilliseconds(exp)) {
            return inMilliseconds(exp);
        }
        List<String> words = new ArrayList<>();
        Instant iat = window.iat();
        if (iat != null && !TimeWindow.countsMilliseconds(iat)) {
            words.add(relation(exp, iat, "iat"));
        }
        if (now != null && !exp.isAfter(now)) {
            words.add("expired" + (exp.equals(now) ? " just now" : " " + DurationFormat.between(exp, now) + " ago"));
        } else if (latest != null && exp.isAfter(latest)) {
            words.add(DurationFormat.between(latest, exp) + " beyond the limit");
        } else if (now != null) {
            words.add(relation(exp, now, "now"));
        }
        return String.join(", ", words);
    }

    private static String inMilliseconds(Instant claim) {
        return "because it is in milliseconds; in seconds it would be "
                + InstantFormat.of(Instant.ofEpochMilli(claim.getEpochSecond()));
    }

    private static String relation(Instant at, Instant other, String name) {
        return at.equals(other)
                ? "the same as " + name
                : DurationFormat.between(at, other) + (at.isBefore(other) ? " before " : " after ") + name;
    }

    private record Row(String label, Instant at, String words, Color color) {}
}
