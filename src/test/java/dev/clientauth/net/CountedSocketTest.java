// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CountedSocketTest {

    /** An SSLSocket above it cannot: it reads what is left first, and stays open if that fails. */
    @Test
    void isClosedAtOnceWhenTheLimitIsExceeded() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket plain = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            CountedSocket counted = new CountedSocket(plain);
            accepted.getOutputStream().write(new byte[1000]);
            counted.budget().spend(1 << 19);
            InputStream in = counted.getInputStream();
            assertThatThrownBy(() -> in.skip(1000)).isInstanceOf(ResponseTooLargeException.class);
            assertThat(plain.isClosed()).isTrue();
        }
    }
}
