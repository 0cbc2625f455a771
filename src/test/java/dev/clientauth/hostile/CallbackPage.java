package dev.clientauth.hostile;

/** The part of docs/faults.md about callbacks. */
final class CallbackPage {
    private CallbackPage() {}

    static String toMarkdown() {
        return "";
    }
}
