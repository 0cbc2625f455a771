// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/** Captures everything that is logged while it is open, at all levels, through SLF4J and java.util.logging. */
public final class LogCapture implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final List<Appender<ILoggingEvent>> console = new ArrayList<>();
    private final Events events = new Events();
    private final java.util.logging.Logger julRoot = LogManager.getLogManager().getLogger("");
    private final java.util.logging.Level julLevel = julRoot.getLevel();
    private final Handler[] julConsole = julRoot.getHandlers();
    private final Records records = new Records();

    /** Starts capturing. */
    public LogCapture() {
        Iterator<Appender<ILoggingEvent>> attached = root.iteratorForAppenders();
        attached.forEachRemaining(console::add);
        console.forEach(root::detachAppender);
        for (Handler handler : julConsole) {
            julRoot.removeHandler(handler);
        }
        events.start();
        root.addAppender(events);
        root.setLevel(Level.TRACE);
        julRoot.addHandler(records);
        julRoot.setLevel(java.util.logging.Level.ALL);
    }

    /** Returns the captured text, including stack traces. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent event : events.all) {
            text.append(event.getLoggerName()).append(' ').append(event.getFormattedMessage());
            for (IThrowableProxy e = event.getThrowableProxy(); e != null; e = e.getCause()) {
                text.append('\n').append(e.getClassName()).append(": ").append(e.getMessage());
            }
            text.append('\n');
        }
        return text.append(String.join("", records.all)).toString();
    }

    /** Waits for at most ten seconds until this text has been logged, and returns the captured text. */
    public String awaitText(String expected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!text().contains(expected) && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return text();
    }

    /** Returns an exception as it is printed: messages, causes, suppressed exceptions. */
    public static String printed(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Override
    public void close() {
        // Restores the levels first: other threads may still log, and only warnings belong on the console.
        root.setLevel(level);
        julRoot.setLevel(julLevel);
        root.detachAppender(events);
        console.forEach(root::addAppender);
        julRoot.removeHandler(records);
        for (Handler handler : julConsole) {
            julRoot.addHandler(handler);
        }
    }

    /** Logging goes on in other threads while it is read. */
    private static final class Events extends AppenderBase<ILoggingEvent> {
        private final Queue<ILoggingEvent> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event);
        }
    }

    private static final class Records extends Handler {
        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord logged) {
            StringBuilder text = new StringBuilder();
            text.append(logged.getLoggerName()).append(' ').append(logged.getMessage());
            if (logged.getParameters() != null) {
                text.append(' ').append(Arrays.asList(logged.getParameters()));
            }
            if (logged.getThrown() != null) {
                text.append('\n').append(printed(logged.getThrown()));
            }
            all.add(text.append('\n').toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
