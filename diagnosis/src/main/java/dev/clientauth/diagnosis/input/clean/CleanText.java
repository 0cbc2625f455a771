// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.clean;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A text without line prefixes, and the information in those prefixes: the direction of each line, and the time. */
public final class CleanText {
    /** Which way a line went. */
    public enum Direction {
        UNKNOWN,
        SENT,
        RECEIVED,
        /** A message from the tool itself. */
        REMARK
    }

    private static final Direction[] WAYS = Direction.values();

    private final String text;
    private final int[] starts;
    private final int[] sources;
    private final byte[] directions;
    private final Map<Integer, Instant> times;

    private CleanText(Builder builder) {
        this.text = builder.text.toString();
        this.starts = Arrays.copyOf(builder.starts, builder.size);
        this.sources = Arrays.copyOf(builder.sources, builder.size);
        this.directions = Arrays.copyOf(builder.directions, builder.size);
        this.times = builder.times;
    }

    public String text() {
        return text;
    }

    public int size() {
        return starts.length;
    }

    public int start(int line) {
        return line < starts.length ? starts[line] : text.length() + 1;
    }

    /** Returns the end of the line, before its line feed. */
    public int end(int line) {
        return Math.max(start(line), start(line + 1) - 1);
    }

    public String line(int line) {
        return line < starts.length ? text.substring(start(line), end(line)) : "";
    }

    public Direction direction(int line) {
        return line < directions.length ? WAYS[directions[line]] : Direction.UNKNOWN;
    }

    @Nullable
    public Instant time(int line) {
        return times.get(line);
    }

    /** Returns the number of the line in the original text, from 1. */
    public int source(int line) {
        return sources.length == 0 ? 1 : sources[Math.min(line, sources.length - 1)];
    }

    public int lineAt(int place) {
        int found = Arrays.binarySearch(starts, place);
        return found >= 0 ? found : -found - 2;
    }

    /** Collects lines. */
    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private final Map<Integer, Instant> times = new HashMap<>();
        private byte[] directions = new byte[256];
        private int[] starts = new int[256];
        private int[] sources = new int[256];
        private int size;

        /** Adds text that may have several lines. */
        Builder add(String lines, Direction direction, @Nullable Instant time, int source) {
            int from = 0;
            while (from >= 0) {
                int end = lines.indexOf('\n', from);
                addLine(lines.substring(from, end < 0 ? lines.length() : end), direction, time, source);
                from = end < 0 ? -1 : end + 1;
            }
            return this;
        }

        private static byte code(Direction direction) {
            return (byte) List.of(WAYS).indexOf(direction);
        }

        private void addLine(String line, Direction direction, @Nullable Instant time, int source) {
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, size * 2);
                sources = Arrays.copyOf(sources, size * 2);
                directions = Arrays.copyOf(directions, size * 2);
            }
            if (size > 0) {
                text.append('\n');
            }
            starts[size] = text.length();
            sources[size] = source;
            directions[size] = code(direction);
            if (time != null) {
                times.put(size, time);
            }
            size++;
            text.append(line);
        }

        /** Appends to the last line. */
        void append(String more) {
            text.append(more);
        }

        CleanText build() {
            return new CleanText(this);
        }
    }
}
