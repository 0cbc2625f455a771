// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.doctor;

import dev.clientauth.cli.shell.NetworkProbe;
import dev.clientauth.net.HttpFailure;
import dev.clientauth.net.TransportFault;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.EndpointUrls;
import dev.clientauth.profile.text.InstantFormat;

import java.net.InetAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Checks the connection to the token endpoint, and this machine's clock against the server's. */
final class EndpointChecks {
    private static final Duration SOON = Duration.ofDays(14);
    /** The Date header has whole seconds and is a network round trip old. */
    private static final Duration EXACT = Duration.ofSeconds(5);

    private final URI endpoint;
    private final Duration issuedAtBackdate;
    private final NetworkProbe net;
    private final Clock clock;
    private final List<Check> checks = new ArrayList<>();
    private boolean isReached;

    /**
     * Creates the checks.
     *
     * @param issuedAtBackdate how far {@code iat} is backdated; a clock further ahead makes assertions from the future
     */
    EndpointChecks(URI endpoint, Duration issuedAtBackdate, NetworkProbe net, Clock clock) {
        this.endpoint = endpoint;
        this.issuedAtBackdate = issuedAtBackdate;
        this.net = net;
        this.clock = clock;
    }

    List<Check> all() {
        if (!NetworkProbe.isHttps(endpoint) && !EndpointUrls.isLoopback(endpoint)) {
            checks.add(Check.fail(
                    "endpoint",
                    endpoint.getScheme() + "://" + endpoint.getHost() + " is not encrypted",
                    "Use its https URL. Nothing was sent."));
            return checks;
        }
        if (reach()) {
            http();
        }
        return checks;
    }

    /** Returns whether the endpoint responded, after {@link #all()}. */
    boolean isReached() {
        return isReached;
    }

    private boolean reach() {
        if (net.proxy(endpoint).isPresent()) {
            checks.add(Check.skipped(
                    "endpoint",
                    "connects through the proxy " + net.proxy(endpoint).get() + ", so DNS and TLS were not checked"));
            return true;
        }
        InetAddress address;
        try {
            address = net.resolve(endpoint);
            net.connect(address, endpoint);
            String numbers = address.getHostAddress();
            checks.add(Check.ok(
                    "endpoint",
                    endpoint.getHost() + (numbers.equals(endpoint.getHost()) ? "" : ", " + numbers + ",")
                            + " accepts connections"));
        } catch (HttpFailure e) {
            checks.add(
                    e.fault() == TransportFault.HOST_UNKNOWN
                            ? Check.fail(
                                    "endpoint",
                                    "host not found: " + endpoint.getHost(),
                                    "Correct the host name, or check the DNS settings of this machine.")
                            : Check.fail(
                                    "endpoint",
                                    "could not connect to " + endpoint.getHost() + ": " + e.getMessage(),
                                    "Check the port and any firewalls in between."));
            return false;
        }
        return !NetworkProbe.isHttps(endpoint) || tls(address);
    }

    private boolean tls(InetAddress address) {
        try {
            X509Certificate certificate = net.handshake(address, endpoint);
            Instant end = certificate.getNotAfter().toInstant();
            Duration left = Duration.between(clock.instant(), end);
            checks.add(
                    left.compareTo(SOON) < 0
                            ? Check.warn(
                                    "TLS",
                                    "the server's certificate expires on " + InstantFormat.of(end) + ", in "
                                            + DurationFormat.of(left),
                                    "Contact the operator of the server.")
                            : Check.ok("TLS", "the certificate is trusted; it expires on " + InstantFormat.of(end)));
            return true;
        } catch (HttpFailure e) {
            checks.add(
                    e.fault().isTls()
                            ? Check.fail(
                                    "TLS",
                                    "the server's certificate is not trusted: " + e.getMessage(),
                                    "Check the host name, this machine's clock, and that Java trusts the issuer. A company"
                                            + " proxy may replace the certificate with its own.")
                            : Check.fail(
                                    "TLS",
                                    "the TLS handshake failed: " + e.getMessage(),
                                    "Check any proxies and firewalls in between."));
        }
        return false;
    }

    private void http() {
        try {
            Instant before = clock.instant();
            NetworkProbe.Result response = net.head(endpoint);
            Instant middle =
                    before.plus(Duration.between(before, clock.instant()).dividedBy(2));
            isReached = true;
            if (response.status() >= 500) {
                checks.add(Check.warn(
                        "HTTP",
                        "the server responds to HEAD with " + response.status(),
                        "Try again later; it may be down."));
            }
            checks.add(response.date()
                    .map(date -> clock(Duration.between(date.plusMillis(500), middle)))
                    .orElse(Check.skipped("clock", "the response has no Date header to compare with")));
        } catch (HttpFailure e) {
            checks.add(Check.fail(
                    "HTTP", "no response: " + e.getMessage(), "Check any proxies and firewalls in between."));
        }
    }

    /** The offset is positive if this machine's clock is ahead. */
    private Check clock(Duration offset) {
        Duration size = offset.abs();
        if (size.compareTo(EXACT) <= 0) {
            return Check.ok(
                    "clock",
                    "within " + DurationFormat.of(size.plusMillis(999).truncatedTo(ChronoUnit.SECONDS))
                            + " of the server's clock");
        }
        String detail = "this machine is " + DurationFormat.of(size) + (offset.isNegative() ? " behind" : " ahead of")
                + " the server";
        String remedy = "Synchronize this machine's clock with NTP.";
        boolean isHarmful = size.compareTo(Duration.ofMinutes(1)) > 0 || offset.compareTo(issuedAtBackdate) > 0;
        return isHarmful ? Check.fail("clock", detail, remedy) : Check.warn("clock", detail, remedy);
    }
}
