// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

/**
 * The subject of a report.
 *
 * @param line what was read and whose rules were checked, or what to paste instead, in sentences
 * @param noun what was checked: {@code request}, {@code JWT}, {@code configuration}, or {@code response} if there is nothing
 *     to check
 */
record Subject(String line, String noun) {
    /** Returns the subject of a report on a diagnosis only. */
    static final Subject REQUEST = new Subject("", "request");

    private static final String NOTHING = "response";

    /** Returns the subject for a text without a request or a part of one. */
    static Subject nothing(String line) {
        return new Subject(line, NOTHING);
    }

    /** Returns whether there was any part of a request to check. */
    boolean isChecked() {
        return !noun.equals(NOTHING);
    }
}
