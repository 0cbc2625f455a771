// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.doctor;

/**
 * The result of one check of a configuration.
 *
 * @param name what was checked
 * @param outcome the result
 * @param detail what was found
 * @param remedy how to fix it; empty if nothing needs fixing
 */
record Check(String name, Outcome outcome, String detail, String remedy) {
    /** The result of a check, from best to worst. */
    enum Outcome {
        SKIPPED,
        OK,
        WARN,
        FAIL
    }

    static Check ok(String name, String detail) {
        return new Check(name, Outcome.OK, detail, "");
    }

    static Check skipped(String name, String reason) {
        return new Check(name, Outcome.SKIPPED, reason, "");
    }

    static Check warn(String name, String detail, String remedy) {
        return new Check(name, Outcome.WARN, detail, remedy);
    }

    static Check fail(String name, String detail, String remedy) {
        return new Check(name, Outcome.FAIL, detail, remedy);
    }
}
