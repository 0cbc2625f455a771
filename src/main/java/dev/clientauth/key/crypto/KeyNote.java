// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

/**
 * A remark on an accepted key: something that strict readers reject, or that puts the key at risk.
 *
 * @param problem what was found, as a clause, such as {@code n has padding (=)}
 * @param remedy what to do about it, as one or more sentences
 */
public record KeyNote(String problem, String remedy) {}
