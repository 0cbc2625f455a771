// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLSocketFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Layers TLS over sockets that count the bytes read from them. The bytes below TLS are counted, including handshakes and
 * record headers. A socket that does not count yet, such as one for a SOCKS proxy, is wrapped first.
 *
 * <p>Two factories are equal if they wrap the same factory, so that clients with the same configuration share connections.
 */
final class CountedTlsSocketFactory extends SSLSocketFactory {
    private static final Map<Socket, ByteBudget> BUDGETS = Collections.synchronizedMap(new WeakHashMap<>());

    private final SSLSocketFactory factory;

    CountedTlsSocketFactory(SSLSocketFactory factory) {
        this.factory = factory;
    }

    /** Returns the budget of a connection that was created by this factory or by a {@link CountedSocketFactory}. */
    static Optional<ByteBudget> budgetOf(Socket socket) {
        return socket instanceof CountedSocket counted
                ? Optional.of(counted.budget())
                : Optional.ofNullable(BUDGETS.get(socket));
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        CountedSocket below = socket instanceof CountedSocket counted ? counted : new CountedSocket(socket);
        Socket secure = factory.createSocket(below, host, port, autoClose);
        BUDGETS.put(secure, below.budget());
        return secure;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw unlayered();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw unlayered();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw unlayered();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw unlayered();
    }

    private static UnsupportedOperationException unlayered() {
        return new UnsupportedOperationException("Only layering TLS over a connected socket is supported.");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CountedTlsSocketFactory counted && counted.factory.equals(factory);
    }

    @Override
    public int hashCode() {
        return factory.hashCode();
    }
}
