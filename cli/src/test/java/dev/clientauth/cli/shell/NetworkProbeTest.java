// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import dev.clientauth.fakes.EndlessServer;
import dev.clientauth.net.HttpFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The command limits what it reads from a hostile server, like the library. */
@Timeout(30)
class NetworkProbeTest {
    @Test
    void anEndlessChunkExtensionIsNotRead() throws Exception {
        try (EndlessServer endless = EndlessServer.inAChunkExtension()) {
            assertThatExceptionOfType(HttpFailure.class)
                    .isThrownBy(() -> new NetworkProbe().get(endless.url("/jwks.json")))
                    .withMessageContaining("exceeds the size limit");
            assertThat(endless.served()).isLessThan(16L << 20);
        }
    }

    @Test
    void anEndlessGzipHeaderIsNotRead() throws Exception {
        try (EndlessServer endless = EndlessServer.inAGzipHeader()) {
            assertThatExceptionOfType(HttpFailure.class)
                    .isThrownBy(() -> new NetworkProbe().get(endless.url("/jwks.json")))
                    .withMessageContaining("encoded with gzip");
            assertThat(endless.served()).isLessThan(16L << 20);
        }
    }
}
