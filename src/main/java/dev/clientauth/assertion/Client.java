package dev.clientauth.assertion;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/**
 * Who signs, for whom, by what rules: all that stays the same from one assertion to the next.
 *
 * @param profile what the provider demands
 * @param registration what the provider has on file
 * @param key what signs
 * @param algorithm with which algorithm
 * @param tokenEndpoint where requests are posted to
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

    /** Whether another service signs, so that making an assertion may block. */
    public boolean signsRemotely() {
        return key.isRemote();
    }
}
