package dev.clientauth.cli;

import dev.clientauth.net.HttpFailure;
import dev.clientauth.net.TransportFault;
import dev.clientauth.profile.EndpointRules;

import java.net.InetAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether the token endpoint can be reached safely, and whether our clock is right. */
final class EndpointChecks {
    private static final Duration SOON = Duration.ofDays(14);
    /** The Date header counts whole seconds, and travels. */
    private static final Duration EXACT = Duration.ofSeconds(5);

    private final URI endpoint;
    private final Duration setBack;
    private final Net net;
    private final Clock clock;
    private final List<Check> checks = new ArrayList<>();
    private boolean isReached;

    /** The set-back is how far {@code iat} is put back: a clock that is further ahead makes assertions from the future. */
    EndpointChecks(URI endpoint, Duration setBack, Net net, Clock clock) {
        this.endpoint = endpoint;
        this.setBack = setBack;
        this.net = net;
        this.clock = clock;
    }

    List<Check> all() {
        if (!Net.isHttps(endpoint) && !EndpointRules.isLoopback(endpoint)) {
            checks.add(Check.fail(
                    "endpoint",
                    endpoint.getScheme() + "://" + endpoint.getHost() + " is not encrypted",
                    "Use its https URL. Nothing is sent there."));
            return checks;
        }
        if (reach()) {
            http();
        }
        return checks;
    }

    /** Whether an answer came, after {@link #all()}. */
    boolean isReached() {
        return isReached;
    }

    private boolean reach() {
        if (net.proxy(endpoint).isPresent()) {
            checks.add(Check.skipped(
                    "endpoint", "through the proxy " + net.proxy(endpoint).get() + "; name and TLS are its affair"));
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
                            + " takes connections"));
        } catch (HttpFailure e) {
            checks.add(
                    e.fault() == TransportFault.HOST_UNKNOWN
                            ? Check.fail(
                                    "endpoint",
                                    "no address is known for " + endpoint.getHost(),
                                    "Correct the host's name, or look at the DNS of this machine.")
                            : Check.fail(
                                    "endpoint",
                                    endpoint.getHost() + " takes no connection: " + e.getMessage(),
                                    "Look at the port, and at firewalls in between."));
            return false;
        }
        return !Net.isHttps(endpoint) || tls(address);
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
                                    "the server's certificate ends on " + end + ", in " + Span.text(left),
                                    "Tell those who run the server.")
                            : Check.ok("TLS", "the certificate is trusted, until " + end));
            return true;
        } catch (HttpFailure e) {
            checks.add(
                    e.fault().isTls()
                            ? Check.fail(
                                    "TLS",
                                    "the server's certificate is not accepted: " + e.getMessage(),
                                    "See that the host's name is right, that this machine's clock is, and that Java"
                                            + " trusts the issuer; a company's proxy puts its own certificate in"
                                            + " between.")
                            : Check.fail(
                                    "TLS",
                                    "no handshake: " + e.getMessage(),
                                    "Look at what stands between the two machines."));
        }
        return false;
    }

    private void http() {
        try {
            Instant before = clock.instant();
            Net.Answer answer = net.head(endpoint);
            Instant middle =
                    before.plus(Duration.between(before, clock.instant()).dividedBy(2));
            isReached = true;
            if (answer.status() >= 500) {
                checks.add(Check.warn(
                        "HTTP",
                        "the server answers " + answer.status() + " to HEAD",
                        "Try again later; it may be down."));
            }
            checks.add(answer.date()
                    .map(date -> clock(Duration.between(date.plusMillis(500), middle)))
                    .orElse(Check.skipped("clock", "the server sends no Date to compare with")));
        } catch (HttpFailure e) {
            checks.add(Check.fail(
                    "HTTP", "no answer: " + e.getMessage(), "Look at what stands between the two machines."));
        }
    }

    /** The offset is positive where our clock is ahead. */
    private Check clock(Duration offset) {
        Duration size = offset.abs();
        if (size.compareTo(EXACT) <= 0) {
            return Check.ok("clock", "agrees with the server's to " + Span.text(size));
        }
        String detail =
                "this machine is " + Span.text(size) + (offset.isNegative() ? " behind" : " ahead of") + " the server";
        String todo = "Set this machine's clock by NTP.";
        boolean isHarmful = size.compareTo(Duration.ofMinutes(1)) > 0 || offset.compareTo(setBack) > 0;
        return isHarmful ? Check.fail("clock", detail, todo) : Check.warn("clock", detail, todo);
    }
}
