// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Sends no request over a connection to a private address. Checks the address of the open connection, so that DNS
 * rebinding has no effect. An HTTP or SOCKS proxy resolves names itself, so addresses behind it are not checked.
 */
final class AddressGuard implements Interceptor {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private final Predicate<InetAddress> isPublic;
    private final boolean allowsLoopback;
    private final Set<String> privateHosts;

    /** Records that a request was not sent. */
    static final class Refusal {
        private final AtomicBoolean refused = new AtomicBoolean();

        boolean isRefused() {
            return refused.get();
        }
    }

    /** The address of a connection is private. */
    static final class PrivateAddressException extends IOException {
        private static final long serialVersionUID = 1L;

        PrivateAddressException() {
            super("The host has a private address.");
        }
    }

    AddressGuard(Predicate<InetAddress> isPublic, boolean allowsLoopback, Set<String> privateHosts) {
        this.isPublic = isPublic;
        this.allowsLoopback = allowsLoopback;
        this.privateHosts = Set.copyOf(privateHosts);
    }

    /** Returns the client that is used if the application sets none. */
    static OkHttpClient newClient() {
        return new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .callTimeout(CALL_TIMEOUT)
                .build();
    }

    /** Returns a copy of a client that sends nothing to private addresses. */
    OkHttpClient guarding(OkHttpClient http) {
        return http.newBuilder().addNetworkInterceptor(this).build();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection();
        InetAddress address = connection == null || connection.route().proxy().type() != Proxy.Type.DIRECT
                ? null
                : connection.route().socketAddress().getAddress();
        if (address != null && !isAllowed(chain.request().url().host(), address)) {
            Refusal refusal = chain.request().tag(Refusal.class);
            if (refusal != null) {
                refusal.refused.set(true);
            }
            throw new PrivateAddressException();
        }
        return chain.proceed(chain.request());
    }

    /** Returns whether requests may be sent to a host that is written as an address, in brackets for IPv6. */
    boolean isAllowed(String literal) {
        String host = literal.replaceAll("[\\[\\]]", "");
        try {
            // An address is not looked up.
            return isAllowed(host, InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            // Not an address after all, such as 300.1.1.1.
            return false;
        }
    }

    private boolean isAllowed(String host, InetAddress address) {
        String name = host.toLowerCase(Locale.ROOT);
        return isPublic.test(address)
                || privateHosts.contains(name)
                || (allowsLoopback && LOOPBACK.contains(name) && address.isLoopbackAddress());
    }
}
