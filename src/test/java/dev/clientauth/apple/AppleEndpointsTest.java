// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AppleEndpointsTest {

    @Test
    void applesEndpointsAreOnAppleidNotOnTheHostInDiscovery() {
        AppleEndpoints apple = AppleEndpoints.apple();
        assertThat(apple.authorize()).hasToString("https://appleid.apple.com/auth/authorize");
        assertThat(apple.token()).hasToString("https://appleid.apple.com/auth/token");
        assertThat(apple.revoke()).hasToString("https://appleid.apple.com/auth/revoke");
        assertThat(apple.keys()).hasToString("https://appleid.apple.com/auth/keys");
        assertThat(apple.userMigration()).hasToString("https://appleid.apple.com/auth/usermigrationinfo");
    }

    @Test
    void aMockHasApplesPaths() {
        assertThat(AppleEndpoints.at(URI.create("http://127.0.0.1:8080/")).token())
                .hasToString("http://127.0.0.1:8080/auth/token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://appleid.apple.com", "http://192.168.0.1", "ftp://localhost", "mailto:a@example.com"})
    void aMockIsHttpsOrOnLoopback(String base) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AppleEndpoints.at(URI.create(base)))
                .withMessageContaining("expected https, or http on loopback");
    }
}
