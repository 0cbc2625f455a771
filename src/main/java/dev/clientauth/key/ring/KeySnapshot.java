// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.SigningKey;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The keys of a ring at one moment.
 *
 * @param current the key that signs; empty only if the state was merely read, and its file cannot be
 * @param published the set to publish; empty for keys that were given in code, which may have no key id
 * @param problems why keys cannot be used, by key id
 */
record KeySnapshot(
        RingState state,
        Optional<SigningKey> current,
        List<SigningKey> retired,
        Optional<PublicKeySet> published,
        Map<String, String> problems) {

    /** Returns the problems as one sentence; empty if there are none. */
    String problem() {
        return problems.isEmpty()
                ? ""
                : problems.entrySet().stream()
                        .map(each -> "key " + each.getKey() + ": " + each.getValue())
                        .collect(Collectors.joining("; ", "Keys of the ring cannot be used: ", "."));
    }
}
