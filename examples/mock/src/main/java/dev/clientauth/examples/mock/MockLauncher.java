// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.mock;

import dev.clientauth.mock.server.MockProviderServer;

import java.io.IOException;

/** Starts a mock of all providers and prints their addresses. The argument is the port, by default 8123. */
public final class MockLauncher {
    private static final int PORT = 8123;

    private MockLauncher() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int port = args.length == 0 ? PORT : Integer.parseInt(args[0]);
        try (MockProviderServer mock = MockProviderServer.builder().port(port).start()) {
            System.out.println(
                    "The mock is at " + mock.base() + "/. Stop it with Ctrl+C. Point an application at it with these variables:");
            for (String provider : mock.providers()) {
                System.out.println();
                mock.environment(provider).forEach((name, value) -> System.out.println(name + "=" + value));
            }
            Thread.currentThread().join();
        }
    }
}
