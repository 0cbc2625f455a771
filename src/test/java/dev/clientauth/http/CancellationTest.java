// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.fakes.LogCapture;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class CancellationTest {

    @Test
    void anAbortionThatThrowsEndsNoSharedThreadAndIsLoggedByItsClass() {
        Queue<Throwable> killed = new ConcurrentLinkedQueue<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> killed.add(thrown));
        try (LogCapture logs = new LogCapture()) {
            HttpTransport.Request request =
                    HttpTransport.Request.get(URI.create("https://api.example/"), Map.of(), 1, Duration.ofSeconds(1));
            request.onCancel(() -> {
                throw new NoClassDefFoundError("a-s3cret");
            });
            Cancellation cancellation = new Cancellation();
            cancellation.track(request);
            cancellation.cancel();
            assertThat(logs.awaitText("could not be aborted"))
                    .contains("java.lang.NoClassDefFoundError")
                    .doesNotContain("a-s3cret");
            assertThat(killed).isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }
}
