// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A time axis with marks and the allowed range. It is to scale if there is room for the labels; otherwise long gaps between
 * marks are shortened, which is shown by a break in the line.
 */
final class TimeAxis {
    private static final int MARGIN = 3;
    private static final int WIDEST = 116;

    /** The kind of a point. Of several points at one instant, the range opens first and closes last. */
    enum Kind {
        OPENS,
        CLAIM,
        NOW,
        CLOSES
    }

    /**
     * A point on the axis.
     *
     * @param at its time
     * @param kind its kind
     * @param label its label; empty for the ends of the range
     */
    record Point(Instant at, Kind kind, String label) {
        private int half() {
            return label.length() / 2;
        }

        private boolean isMark() {
            return !label.isEmpty();
        }
    }

    private final List<Point> points;
    private final int[] columns;
    private final boolean[] cut;
    private final int width;
    private final boolean startsOpen;

    /**
     * Lays out the points.
     *
     * @param startsOpen whether the allowed range has no start
     */
    TimeAxis(List<Point> unsorted, boolean startsOpen, int room) {
        this.points = unsorted.stream()
                .sorted(Comparator.comparing(Point::at).thenComparing(Point::kind))
                .toList();
        this.width = Math.min(room, WIDEST);
        this.startsOpen = startsOpen;
        this.columns = new int[points.size()];
        this.cut = new boolean[points.size()];
        place();
    }

    /** Returns whether gaps were shortened. */
    boolean isCut() {
        for (boolean each : cut) {
            if (each) {
                return true;
            }
        }
        return false;
    }

    private void place() {
        int gaps = points.size() - 1;
        double[] time = new double[gaps];
        int[] least = new int[gaps];
        Point lastMark = points.get(0);
        for (int i = 0; i < gaps; i++) {
            Point from = points.get(i);
            Point to = points.get(i + 1);
            lastMark = from.isMark() ? from : lastMark;
            Duration between = Duration.between(from.at(), to.at());
            time[i] = between.getSeconds() + between.getNano() / 1e9;
            least[i] = !to.isMark() ? (from.isMark() ? 1 : 2) : lastMark.half() + to.half() + 2;
        }
        int first = MARGIN + points.get(0).half();
        double room = width - first - MARGIN - points.get(gaps).half() - 1;
        double[] wide = share(time, least, room);
        double whole = Arrays.stream(time).sum();
        boolean stretched = false;
        for (int i = 0; i < gaps; i++) {
            stretched |= least[i] > 1.5 + (whole == 0 ? 0 : time[i] / whole * room);
        }
        double column = first;
        columns[0] = first;
        for (int i = 0; i < gaps; i++) {
            column += wide[i];
            columns[i + 1] = Math.max(columns[i] + 1, (int) Math.round(column));
            cut[i] = stretched && wide[i] > least[i];
        }
    }

    /** Returns the columns of each gap: at least its minimum, and its share of the remaining columns. */
    private static double[] share(double[] time, int[] least, double room) {
        boolean[] pinned = new boolean[time.length];
        double[] wide = new double[time.length];
        boolean changed = true;
        while (changed) {
            changed = false;
            double left = room;
            double free = 0;
            for (int i = 0; i < time.length; i++) {
                left -= pinned[i] ? least[i] : 0;
                free += pinned[i] ? 0 : time[i];
            }
            for (int i = 0; i < time.length; i++) {
                wide[i] = pinned[i] || free == 0 ? least[i] : time[i] / free * left;
                if (!pinned[i] && wide[i] < least[i]) {
                    pinned[i] = true;
                    changed = true;
                }
            }
        }
        return wide;
    }

    /** Returns the line with the axis and the line with the labels. */
    List<String> draw(boolean ascii) {
        StringBuilder line = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        boolean allowed = startsOpen;
        int next = 0;
        for (int column = 0; column < width; column++) {
            if (next < points.size() && columns[next] == column) {
                Point point = points.get(next);
                allowed = point.kind() == Kind.OPENS || (allowed && point.kind() != Kind.CLOSES);
                line.append(sign(point.kind(), ascii));
                if (point.isMark()) {
                    labels.append(" ".repeat(column - point.half() - labels.length()))
                            .append(point.label());
                }
                next++;
            } else {
                line.append(isBreak(next, column) ? (ascii ? '/' : '╱') : stroke(allowed, ascii));
            }
        }
        return List.of(labels.toString(), line.append(ascii ? '>' : '▶').toString());
    }

    private boolean isBreak(int next, int column) {
        if (next == 0 || next == points.size() || !cut[next - 1]) {
            return false;
        }
        int middle = (columns[next - 1] + columns[next]) / 2;
        return column == middle || column == middle + 1;
    }

    private static char stroke(boolean allowed, boolean ascii) {
        if (ascii) {
            return allowed ? '=' : '-';
        }
        return allowed ? '━' : '─';
    }

    private static char sign(Kind kind, boolean ascii) {
        return switch (kind) {
            case OPENS -> '[';
            case CLOSES -> ']';
            case NOW -> ascii ? 'v' : '▼';
            case CLAIM -> ascii ? 'o' : '●';
        };
    }
}
