package dev.clientauth.sandbox.http;

/** Answers requests. */
@FunctionalInterface
public interface Handler {
    /** Answers one. Called by several threads at once. */
    HttpAnswer answer(HttpRequest request);
}
