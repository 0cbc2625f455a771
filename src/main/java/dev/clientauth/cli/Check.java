package dev.clientauth.cli;

/**
 * One line of a checkup.
 *
 * @param name what was looked at
 * @param outcome how it is
 * @param detail what was seen
 * @param todo what to do, empty where there is nothing
 */
record Check(String name, Outcome outcome, String detail, String todo) {
    /** How something is, the worst last. */
    enum Outcome {
        SKIPPED,
        OK,
        WARN,
        FAIL
    }

    static Check ok(String name, String detail) {
        return new Check(name, Outcome.OK, detail, "");
    }

    static Check skipped(String name, String why) {
        return new Check(name, Outcome.SKIPPED, why, "");
    }

    static Check warn(String name, String detail, String todo) {
        return new Check(name, Outcome.WARN, detail, todo);
    }

    static Check fail(String name, String detail, String todo) {
        return new Check(name, Outcome.FAIL, detail, todo);
    }
}
