// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.secrecy;

import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.LogCapture;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.fakes.UnconnectedSocketFactory;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenTransportException;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Whatever exception the layers below throw, callers get a {@link TokenTransportException}, and nothing of its text. */
@Timeout(120)
class ForeignExceptionTest {
    private static final String SECRET = "eyJhbGciOiJFUzI1NiJ9.s3cr3t\u001b[2J\u202e.sig";
    private TokenServer server;

    @BeforeEach
    void start() {
        server = TokenServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Makes a client fail with one exception at one place. */
    private interface Place {
        OkHttpClient throwing(Throwable thrown);
    }

    @Test
    void anInterceptorCanThrowAnything() throws Exception {
        assertThat(drive(thrown -> new OkHttpClient.Builder()
                        .addInterceptor(chain -> {
                            chain.proceed(chain.request()).close();
                            throw ForeignExceptionTest.<IOException>sneaky(thrown);
                        })
                        .build()))
                .hasSizeGreaterThan(120);
    }

    @Test
    void aNetworkInterceptorCanThrowAnything() throws Exception {
        assertThat(drive(thrown -> new OkHttpClient.Builder()
                        .addNetworkInterceptor(chain -> {
                            chain.proceed(chain.request()).close();
                            throw ForeignExceptionTest.<IOException>sneaky(thrown);
                        })
                        .build()))
                .hasSizeGreaterThan(120);
    }

    @Test
    void aSocketCanThrowAnything() throws Exception {
        assertThat(drive(thrown -> new OkHttpClient.Builder()
                        .socketFactory(new UnconnectedSocketFactory(() -> throwing(thrown)))
                        .build()))
                .hasSizeGreaterThan(120);
    }

    /** Returns the names of the types that were thrown. */
    private List<String> drive(Place place) throws Exception {
        List<String> driven = new ArrayList<>();
        for (Class<? extends Throwable> type : ThrowableTypes.all()) {
            Optional<Throwable> built = ThrowableTypes.build(type, SECRET);
            if (built.isPresent()) {
                server.granting("t", 60);
                OkHttpClient http = place.throwing(built.get());
                Throwable seen = catchThrowable(() -> Clients.apple(server.endpoint())
                        .httpClient(http)
                        .build()
                        .request(Grant.authorizationCode("c0de-of-one-use")));
                assertThat(seen).as(type.getName()).isInstanceOf(TokenTransportException.class);
                assertThat(LogCapture.printed(seen))
                        .as(type.getName())
                        .contains("No response from " + server.endpoint() + ": ")
                        .contains(type.getName())
                        .doesNotContain("s3cr3t", "eyJ", "\u001b", "\u202e");
                driven.add(type.getName());
            }
        }
        return driven;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Returns a socket that sends, and throws when it is read from. */
    private static Socket throwing(Throwable thrown) {
        return new Socket() {
            @Override
            public InputStream getInputStream() {
                return new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw ForeignExceptionTest.<IOException>sneaky(thrown);
                    }
                };
            }
        };
    }
}
