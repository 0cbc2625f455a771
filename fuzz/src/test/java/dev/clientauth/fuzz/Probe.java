// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;
import java.util.List;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Runs one input and checks what holds for every input: only declared exceptions, memory in proportion to the input, and no
 * secret in what is displayed. A violation is thrown, so that the fuzzer and the regression test report the same.
 */
final class Probe {
    /** Stands for a secret. Targets put it where a secret belongs, so that it must not be displayed. */
    static final String SECRET = "Zk7mQv93xTdWr51NpLd8bHs2";

    /** In an input, the place of {@link #SECRET}. */
    static final String PLACE = "@secret@";

    /** Bytes that may be allocated for an input of any length. */
    private static final long ALLOWED_BYTES = 16L << 20;

    /** Bytes that may be allocated for each byte of input. */
    private static final long ALLOWED_BYTES_PER_BYTE = 16L << 10;

    private static final int MAX_RUNS = 5;
    private static final int MAX_CAUSES = 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final byte[] input;
    private final List<Class<? extends Exception>> declared;

    private Probe(byte[] input, List<Class<? extends Exception>> declared) {
        this.input = input;
        this.declared = declared;
    }

    /** Code under test. */
    @FunctionalInterface
    interface Subject {
        /** Runs it, and returns all that it displays. */
        Object run() throws Exception;
    }

    /** Returns a probe for code that throws nothing. */
    static Probe of(byte[] input) {
        return new Probe(input, List.of());
    }

    /** Returns a probe for code that may throw this exception, exactly. */
    static Probe of(byte[] input, Class<? extends Exception> declared) {
        return new Probe(input, List.of(declared));
    }

    /** Runs the code, and returns what it displayed, or what its declared exception says. */
    String run(Subject subject) throws Exception {
        String displayed = "";
        boolean isExcessive = true;
        // The first runs may load classes, which allocates more than any input.
        for (int i = 0; isExcessive && i < MAX_RUNS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            displayed = displayed(subject);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            isExcessive = allocated > ALLOWED_BYTES + input.length * ALLOWED_BYTES_PER_BYTE;
        }
        if (isExcessive) {
            throw new AssertionError("too many bytes were allocated for an input of " + input.length + " bytes");
        }
        if (isDisplayed(displayed)) {
            throw new AssertionError("a secret is displayed: " + displayed);
        }
        return displayed;
    }

    /**
     * Tells whether the secret is displayed. An input that has it, which a fuzzer learns from comparisons, shows nothing:
     * there it may be a name or an issuer, which is displayed rightly.
     */
    boolean isDisplayed(String text) {
        return text.contains(SECRET) && !new String(input, ISO_8859_1).contains(SECRET);
    }

    private String displayed(Subject subject) throws Exception {
        try {
            return String.valueOf(subject.run());
        } catch (Exception e) {
            if (!declared.contains(e.getClass())) {
                throw e;
            }
            return textOf(e);
        }
    }

    /** Returns the messages of an exception, its causes and its suppressed exceptions, as a log has them. */
    static String textOf(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            text.append(cause).append('\n');
            for (Throwable suppressed : cause.getSuppressed()) {
                text.append(suppressed).append('\n');
            }
            cause = cause.getCause();
        }
        return text.toString();
    }
}
