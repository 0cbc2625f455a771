// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import javax.net.SocketFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.Callable;

/** Creates the sockets that OkHttp asks for, which are not connected yet. */
public final class UnconnectedSocketFactory extends SocketFactory {
    private final Callable<Socket> sockets;

    public UnconnectedSocketFactory(Callable<Socket> sockets) {
        this.sockets = sockets;
    }

    @Override
    public Socket createSocket() {
        try {
            return sockets.call();
        } catch (Exception e) {
            throw UnconnectedSocketFactory.<RuntimeException>unchecked(e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E unchecked(Exception thrown) throws E {
        throw (E) thrown;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }
}
