// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/**
 * The configuration of a client: everything that is the same for all its assertions.
 *
 * @param profile what the provider requires
 * @param registration what is registered with the provider
 * @param key the signing key
 * @param algorithm the signing algorithm
 * @param tokenEndpoint the URL of the token endpoint
 * @param lifetime the time from {@code iat} to {@code exp}
 * @param clock this machine's clock
 */
public record Client(
        Profile profile,
        Registration registration,
        SigningKey key,
        JWSAlgorithm algorithm,
        URI tokenEndpoint,
        Duration lifetime,
        Clock clock) {

    /** Returns whether a remote service signs, so that creating an assertion may block. */
    public boolean signsRemotely() {
        return key.isRemote();
    }
}
