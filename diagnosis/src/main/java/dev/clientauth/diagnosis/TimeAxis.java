package dev.clientauth.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A line of time with marks and the range that is allowed, to scale where the marks leave room for their labels. Where they
 * do not, the stretches between distant marks are cut short, and a break in the line says so.
 */
final class TimeAxis {
    private static final int MARGIN = 3;
    private static final int WIDEST = 116;

    /** What a point of the line is; of several at one instant, the range opens first and closes last. */
    enum Kind {
        OPENS,
        CLAIM,
        NOW,
        CLOSES
    }

    /**
     * A point of the line.
     *
     * @param at its instant
     * @param kind what it is
     * @param label what stands below it, empty for the ends of the range
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
     * Lays the points out.
     *
     * @param startsOpen whether the allowed range has no beginning
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

    /** Whether stretches were cut short. */
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

    /** Columns for each gap: its least, or where there is more, its part of what the others leave. */
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

    /** The line of the labels and the line of time. */
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
