package dev.clientauth.net;

import okhttp3.Dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Resolves names as another does, and keeps our connections apart from those of the application in a pool that both use:
 * OkHttp tells connections apart by how names are resolved, but not by who made the sockets, and on the application's no byte
 * is counted.
 */
record CountedDns(Dns dns) implements Dns {
    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        return dns.lookup(hostname);
    }
}
