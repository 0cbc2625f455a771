// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The keys of a JWK Set that may verify a JWT: the one with its {@code kid} and the type of its {@code alg}; none or several
 * are an error (SMART App Launch 2.2, asymmetric authentication). Without a {@code kid}, all keys of that type.
 *
 * @param keys the keys
 * @param notes why there are none
 */
record ChosenKeys(List<JWK> keys, List<String> notes) {
    private static final int MAX_NAMED = 10;

    static ChosenKeys of(List<JWK> set, JWSHeader header) {
        KeyType type = KeyType.forAlgorithm(header.getAlgorithm());
        String kid = header.getKeyID();
        List<JWK> named = kid == null
                ? set
                : set.stream().filter(key -> kid.equals(key.getKeyID())).toList();
        List<JWK> fitting =
                named.stream().filter(key -> key.getKeyType().equals(type)).toList();
        if (named.isEmpty() && !set.isEmpty()) {
            return none("The JWK Set has no key with the kid " + JwkSetReader.quoted(String.valueOf(kid)) + "; it has "
                    + set.stream().limit(MAX_NAMED).map(JwkSetReader::name).collect(Collectors.joining(", "))
                    + (set.size() > MAX_NAMED ? " and more." : "."));
        }
        if (fitting.isEmpty() && !set.isEmpty()) {
            return none("The JWK Set has no key of the type that the algorithm " + header.getAlgorithm() + " needs"
                    + (kid == null ? "." : " with the kid " + JwkSetReader.quoted(kid) + "."));
        }
        if (kid != null && fitting.size() > 1) {
            return none("The JWK Set has several keys with the kid " + JwkSetReader.quoted(kid)
                    + "; a kid must be unique in the set.");
        }
        return new ChosenKeys(fitting, List.of());
    }

    private static ChosenKeys none(String note) {
        return new ChosenKeys(List.of(), List.of(note));
    }
}
