package dev.clientauth.key.ring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.provider.SmartBackendServices;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenEvent;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program of one process of a {@link RotationSoakTest}: threads that request tokens with the keys of a ring, until its input
 * ends. It prints the number of responses and what was refused.
 */
final class RotationMember {
    private static final long PAUSE_MILLIS = 100;

    private RotationMember() {}

    /** Arguments: directory, token endpoint, JWK Set URL, threads. */
    public static void main(String[] args) throws IOException, InterruptedException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        URI endpoint = URI.create(args[1]);
        AtomicInteger good = new AtomicInteger();
        try (KeyRing ring = RotationSoakTest.ring(Path.of(args[0]), URI.create(args[2]), Duration.ofMillis(100))) {
            ClientAuthenticator client = ClientAuthenticator.builder(SmartBackendServices.profile(endpoint))
                    .clientId(RotationSoakTest.CLIENT_ID)
                    .signingKey(ring)
                    .listener(event -> {
                        if (event instanceof TokenEvent.Refused refused) {
                            print("refused " + refused);
                        }
                    })
                    .build();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                Thread thread = new Thread(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        try {
                            Object unused = client.request(Grant.clientCredentials("system/Patient.read"));
                            if (good.incrementAndGet() == 1) {
                                print("ready");
                            }
                            Thread.sleep(PAUSE_MILLIS);
                        } catch (InterruptedException e) {
                            return;
                        } catch (RuntimeException e) {
                            if (!Thread.currentThread().isInterrupted()) {
                                print("failed " + e.getMessage());
                            }
                        }
                    }
                });
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
            while (System.in.read() >= 0) {
                // Runs until the parent closes the input, or ends.
            }
            print("done " + good);
        }
        Runtime.getRuntime().halt(0);
    }

    private static synchronized void print(String line) {
        System.out.println("@ " + line);
        System.out.flush();
    }
}
