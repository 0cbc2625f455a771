// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The reasons why an HTTP request has no usable response, determined by the type of the exception. */
public enum TransportFault {
    /** The name does not exist, or no DNS server can be reached. */
    HOST_UNKNOWN("the host name could not be resolved: check its spelling and this machine's DNS"),
    /** No connection could be opened. */
    UNREACHABLE("the connection was refused, or the host cannot be reached: check the host, port, proxy and firewall"),
    /** A timeout of the HTTP client, or of the call. */
    TIMED_OUT("it took longer than the time allowed"),
    /** The certificate chain does not end in the trust store. */
    CERTIFICATE_NOT_TRUSTED(
            "the TLS handshake failed because the server's certificate is not trusted: add its issuer to the"
                    + " trust store; a corporate proxy may present its own certificate"),
    /** The certificate is for another host, or does not match the pinned ones. */
    CERTIFICATE_OF_OTHER_HOST(
            "the TLS handshake failed because the server's certificate is for another host name, or is not"
                    + " pinned by the HTTP client"),
    CERTIFICATE_EXPIRED("the TLS handshake failed because a certificate of the server has expired: check this machine's"
            + " clock, then contact the operator of the server"),
    CERTIFICATE_NOT_YET_VALID("the TLS handshake failed because a certificate of the server is not valid yet: check"
            + " this machine's clock"),
    CERTIFICATE_REVOKED("the TLS handshake failed because a certificate of the server was revoked"),
    /** A certificate was rejected for another reason. */
    CERTIFICATE_REJECTED(
            "the TLS handshake failed because the server's certificate was not accepted: it is not trusted,"
                    + " or it is for another host name"),
    /** TLS failed for another reason. */
    TLS_FAILED("the TLS connection failed: the two sides share no TLS version, cipher suite or HTTP/1.1, the server"
            + " requires a client certificate, or it does not speak TLS on this port"),
    NOT_ALLOWED("the HTTP client is configured not to open this kind of connection: check its connectionSpecs"),
    /** Bytes could not be counted. */
    SOCKS_WITHOUT_TLS("a SOCKS proxy can be used with https only"),
    /** The connection was closed too early. */
    CUT_OFF("the connection was closed before the response was complete"),
    /** The operating system opened no socket. */
    TOO_MANY_OPEN_FILES("this process has too many open files or connections: reuse one client instead of building"
            + " one for each request, or raise the limit (ulimit -n)"),
    /** The connection was lost. */
    BROKEN("the connection was reset, or closed on this machine"),
    /** The response is not HTTP/1.1. */
    MALFORMED("the response is not HTTP/1.1, or is malformed"),
    TOO_LARGE("the response, its headers or its framing exceeds the size limit"),
    /** The response has a {@code Content-Encoding}, although the request accepts none. */
    ENCODED("the response is compressed or otherwise encoded, although the request accepts only identity; it"
            + " was not decoded"),
    /** Another {@link IOException}. */
    FAILED("the connection failed"),
    /** An exception or error other than an {@link IOException}. */
    CLIENT_FAILED("the HTTP client or one of its interceptors failed");

    /** How OkHttp's message for a truncated response begins; only compared, never displayed. */
    private static final String CUT_OFF_MESSAGE = "unexpected end of stream";

    /** The operating system's text for the error EMFILE or ENFILE; only compared, never displayed. */
    private static final String TOO_MANY_OPEN_FILES_MESSAGE = "Too many open files";

    /** The maximum depth of the chain of causes, which may be cyclic. */
    private static final int MAX_DEPTH = 20;

    private final String reason;

    TransportFault(String reason) {
        this.reason = reason;
    }

    /** Returns the reason as a clause without a full stop. */
    public String reason() {
        return reason;
    }

    /** Returns whether the class name of the exception adds information to the reason. */
    boolean isVague() {
        return this == FAILED || this == CLIENT_FAILED;
    }

    /** Returns whether TLS is the cause. */
    public boolean isTls() {
        return compareTo(CERTIFICATE_NOT_TRUSTED) >= 0 && compareTo(TLS_FAILED) <= 0;
    }

    /** Returns the reason that an exception means. */
    public static TransportFault of(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        for (Throwable each : chain) {
            if (each instanceof HttpFailure known) {
                return known.fault();
            }
            if (each instanceof UnusableResponseException unusable) {
                return unusable.fault();
            }
        }
        if (has(chain, e -> e instanceof ResponseTooLargeException)) {
            return TOO_LARGE;
        }
        if (has(chain, TransportFault::isCutOff)) {
            return CUT_OFF;
        }
        if (has(chain, e -> e instanceof ProtocolException)) {
            return MALFORMED;
        }
        if (has(chain, e -> e instanceof InterruptedIOException || e instanceof HttpTimeoutException)) {
            return TIMED_OUT;
        }
        return certificate(chain).orElseGet(() -> connection(chain));
    }

    private static Optional<TransportFault> certificate(List<Throwable> chain) {
        if (has(chain, e -> e instanceof CertificateExpiredException || isFor(e, BasicReason.EXPIRED))) {
            return Optional.of(CERTIFICATE_EXPIRED);
        }
        if (has(chain, e -> e instanceof CertificateNotYetValidException || isFor(e, BasicReason.NOT_YET_VALID))) {
            return Optional.of(CERTIFICATE_NOT_YET_VALID);
        }
        if (has(chain, e -> e instanceof CertificateRevokedException || isFor(e, BasicReason.REVOKED))) {
            return Optional.of(CERTIFICATE_REVOKED);
        }
        if (has(chain, e -> e instanceof CertPathBuilderException || e instanceof CertPathValidatorException)) {
            return Optional.of(CERTIFICATE_NOT_TRUSTED);
        }
        if (has(chain, e -> e instanceof SSLPeerUnverifiedException)) {
            return Optional.of(CERTIFICATE_OF_OTHER_HOST);
        }
        if (has(chain, e -> e instanceof CertificateException)) {
            return Optional.of(CERTIFICATE_REJECTED);
        }
        return has(chain, e -> e instanceof SSLException) ? Optional.of(TLS_FAILED) : Optional.empty();
    }

    private static TransportFault connection(List<Throwable> chain) {
        if (has(chain, e -> e instanceof UnknownHostException || e instanceof UnresolvedAddressException)) {
            return HOST_UNKNOWN;
        }
        if (has(chain, e -> e instanceof UnknownServiceException)) {
            return NOT_ALLOWED;
        }
        if (has(chain, e -> e instanceof EOFException)) {
            return CUT_OFF;
        }
        if (has(
                chain,
                e -> e instanceof ConnectException
                        || e instanceof NoRouteToHostException
                        || e instanceof PortUnreachableException)) {
            return UNREACHABLE;
        }
        if (has(chain, TransportFault::isAboutOpenFiles)) {
            return TOO_MANY_OPEN_FILES;
        }
        if (has(chain, e -> e instanceof SocketException || e instanceof ClosedChannelException)) {
            return BROKEN;
        }
        return chain.get(0) instanceof IOException ? FAILED : CLIENT_FAILED;
    }

    private static boolean isFor(Throwable e, CertPathValidatorException.Reason reason) {
        return e instanceof CertPathValidatorException invalid && reason.equals(invalid.getReason());
    }

    private static boolean isCutOff(Throwable e) {
        return e instanceof IOException && String.valueOf(e.getMessage()).startsWith(CUT_OFF_MESSAGE);
    }

    private static boolean isAboutOpenFiles(Throwable e) {
        return e instanceof IOException && String.valueOf(e.getMessage()).startsWith(TOO_MANY_OPEN_FILES_MESSAGE);
    }

    private static boolean has(List<Throwable> chain, Predicate<Throwable> property) {
        return chain.stream().anyMatch(property);
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = thrown; each != null && chain.size() < MAX_DEPTH; each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }
}
