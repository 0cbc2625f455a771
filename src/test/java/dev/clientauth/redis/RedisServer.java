// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import redis.embedded.core.ExecutableProvider;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A real Redis on a separate port, without persistence, that can be killed, frozen and restarted. */
public final class RedisServer implements AutoCloseable {
    private static final File EXECUTABLE = executable();

    private final int port = freePort();
    private Process process;

    private RedisServer() {}

    /** Starts a server and waits until it responds. */
    public static RedisServer start() {
        RedisServer server = new RedisServer();
        server.restart();
        return server;
    }

    /** Reserves a port without a server until {@link #restart()}. */
    public static RedisServer stopped() {
        return new RedisServer();
    }

    /** Returns its URI. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it without data, and waits until it responds. */
    public void restart() {
        try {
            process = new ProcessBuilder(
                            EXECUTABLE.getPath(),
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no")
                    .directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!replies()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                close();
                throw new AssertionError("Redis does not start on port " + port + ".");
            }
            pause();
        }
    }

    private boolean replies() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            socket.setSoTimeout(100);
            socket.getOutputStream().write("PING\r\n".getBytes(UTF_8));
            return new String(socket.getInputStream().readNBytes(5), UTF_8).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Kills it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Freezes it, while its connections stay open. */
    public void freeze() {
        signal("STOP");
    }

    /** Resumes it. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("kill -" + name + " failed.");
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    /** Outside the range for outgoing connections: it must still be free after a kill. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // In use: try another one.
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static File executable() {
        try {
            return ExecutableProvider.newJarResourceProvider().get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
