// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The certificates of hostile servers, by the name of the behavior, and a client that trusts one issuer. */
final class HostileTls {
    static final String CONTROL = "\u001b[2J\u202e\u2066evil";

    static final String UNTRUSTED = "tls: certificate of an unknown issuer whose name has control characters";
    static final String OTHER_HOST = "tls: certificate for another host whose name has control characters";
    static final String EXPIRED = "tls: certificate that has expired";
    static final String NOT_YET_VALID = "tls: certificate that is not valid yet";
    static final String CLIENT_CERTIFICATE = "tls: the server requires a client certificate";
    static final String HTTP2_ONLY = "tls: the server speaks HTTP/2 only";
    static final String OLD_CIPHER = "tls: no cipher suite in common";

    private final HeldCertificate root = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("Test Root")
            .build();
    private final HeldCertificate good = leaf().signedBy(root).build();
    private final Map<String, HeldCertificate> others = new TreeMap<>(Map.of(
            UNTRUSTED, leaf().commonName(CONTROL).build(),
            OTHER_HOST,
                    new HeldCertificate.Builder()
                            .commonName(CONTROL)
                            .addSubjectAlternativeName("other.example.org")
                            .signedBy(root)
                            .build(),
            EXPIRED, leaf().validityInterval(day(-10), day(-1)).signedBy(root).build(),
            NOT_YET_VALID,
                    leaf().validityInterval(day(1), day(10)).signedBy(root).build()));

    private static HeldCertificate.Builder leaf() {
        return new HeldCertificate.Builder().addSubjectAlternativeName("localhost");
    }

    private static long day(int number) {
        return Instant.now().plus(Duration.ofDays(number)).toEpochMilli();
    }

    /** A client that trusts the root. */
    OkHttpClient.Builder client() {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(root.certificate())
                .build();
        return new OkHttpClient.Builder().sslSocketFactory(trust.sslSocketFactory(), trust.trustManager());
    }

    /** The JDK's client, trusting the root. */
    HttpClient jdkClient() {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(root.certificate())
                .build();
        return HttpClient.newBuilder().sslContext(trust.sslContext()).build();
    }

    /** Returns the socket factory of the server for a behavior. */
    ServerSocketFactory sockets(Behavior behavior) throws GeneralSecurityException {
        HeldCertificate certificate = others.getOrDefault(behavior.name(), good);
        HandshakeCertificates server = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(root.certificate())
                .build();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new javax.net.ssl.KeyManager[] {server.keyManager()},
                new javax.net.ssl.TrustManager[] {server.trustManager()},
                null);
        return context.getServerSocketFactory();
    }

    private static void prefer(SSLServerSocket secure, String... protocols) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        secure.setSSLParameters(parameters);
    }

    /** Settings of a TLS server that is hostile by these; the others prefer HTTP/2 to HTTP/1.1. */
    static void configure(ServerSocket server, String behavior) {
        if (!(server instanceof SSLServerSocket secure)) {
            return;
        }
        switch (behavior) {
            case CLIENT_CERTIFICATE -> secure.setNeedClientAuth(true);
            case OLD_CIPHER -> secure.setEnabledCipherSuites(new String[] {"TLS_RSA_WITH_AES_128_CBC_SHA256"});
            case HTTP2_ONLY -> prefer(secure, "h2");
            default -> prefer(secure, "h2", "http/1.1");
        }
    }
}
