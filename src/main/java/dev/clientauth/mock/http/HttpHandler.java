package dev.clientauth.mock.http;

/** Answers requests. */
@FunctionalInterface
public interface HttpHandler {
    /** Answers one. Called by several threads at once. */
    HttpResult answer(HttpRequest request);
}
