// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.clientauth.apple.AccountEventVerifier;
import dev.clientauth.apple.AppleEndpoints;
import dev.clientauth.apple.AppleKeys;
import dev.clientauth.apple.IdentityRejectedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;

/** Receives the account events of Sign in with Apple. Arguments: Apple's base URL, app id, port. */
public class AppleNotifications {
    public static void main(String[] args) throws IOException {
        AccountEventVerifier apple = AccountEventVerifier.of(AppleKeys.at(AppleEndpoints.at(URI.create(args[0]))), Set.of(args[1]));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[2])), 0);
        server.createContext("/apple", request -> {
            int status = 503; // Apple's keys are not available: Apple sends the notification again
            try {
                System.out.println(apple.verify(new String(request.getRequestBody().readNBytes(65_536), UTF_8)));
                status = 200;
            } catch (IdentityRejectedException e) {
                status = 400;
            } finally {
                request.sendResponseHeaders(status, -1);
            }
        });
        server.start();
    }
}
