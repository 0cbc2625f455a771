// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import okhttp3.Dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Delegates to another DNS. It keeps the connections of this library separate from those of the application in a shared
 * pool: OkHttp distinguishes connections by DNS, but not by socket factory, and on the application's connections bytes are
 * not counted.
 */
record CountedDns(Dns dns) implements Dns {
    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        return dns.lookup(hostname);
    }
}
