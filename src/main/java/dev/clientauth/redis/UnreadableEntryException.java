package dev.clientauth.redis;

/** What is kept in Redis is not what this store has put there. The message says why and quotes none of it. */
final class UnreadableEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableEntryException(String message) {
        super(message);
    }
}
