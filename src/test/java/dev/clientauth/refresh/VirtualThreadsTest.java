// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.token.AccessToken;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Thousands of virtual threads")
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {
    private static final int CALLERS = 5000;

    @Test
    @Timeout(30)
    void allVirtualThreadsShareOneRequest() throws Exception {
        try (TokenServer server = TokenServer.start()) {
            server.respondingWith(new MockResponse.Builder()
                    .headersDelay(300, TimeUnit.MILLISECONDS)
                    .body("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":300}")
                    .build());
            ClientAuthenticator epic = Clients.epic(server.endpoint()).build();
            ExecutorService threads = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            List<Future<AccessToken>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(epic::accessToken));
            }
            for (Future<AccessToken> caller : callers) {
                assertThat(caller.get(20, TimeUnit.SECONDS).value()).isEqualTo("t");
            }
            threads.shutdown();
            assertThat(server.requestCount()).isEqualTo(1);
        }
    }
}
