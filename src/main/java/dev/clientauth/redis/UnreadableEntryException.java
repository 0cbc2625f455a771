// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

/**
 * Thrown for an entry in Redis that this store did not write. The message gives the reason and does not quote the entry.
 */
final class UnreadableEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableEntryException(String message) {
        super(message);
    }
}
