// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import javax.net.SocketFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Creates sockets that count the bytes read from them. */
final class CountedSocketFactory extends SocketFactory {
    private final SocketFactory factory;

    CountedSocketFactory(SocketFactory factory) {
        this.factory = factory;
    }

    @Override
    public Socket createSocket() throws IOException {
        return new CountedSocket(factory.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return new CountedSocket(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return new CountedSocket(factory.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return new CountedSocket(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return new CountedSocket(factory.createSocket(address, port, localAddress, localPort));
    }
}
