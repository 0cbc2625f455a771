package dev.clientauth.examples.sandbox;

import dev.clientauth.sandbox.SandboxServer;

import java.io.IOException;

/** Starts the sandbox with all its providers, and says where they are. The argument is the port, 8123 by default. */
public final class Main {
    private static final int PORT = 8123;

    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int port = args.length == 0 ? PORT : Integer.parseInt(args[0]);
        try (SandboxServer sandbox = SandboxServer.builder().port(port).start()) {
            System.out.println(
                    "The sandbox is at " + sandbox.base() + "/ until you press Ctrl+C. Point an application at it:");
            for (String provider : sandbox.providers()) {
                System.out.println();
                sandbox.environment(provider).forEach((name, value) -> System.out.println(name + "=" + value));
            }
            Thread.currentThread().join();
        }
    }
}
