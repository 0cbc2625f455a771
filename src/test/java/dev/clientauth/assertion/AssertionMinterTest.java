// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.profile.AssertionReuse;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.Facts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class AssertionMinterTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final Duration MAX_CORRECTION = Duration.ofMinutes(5);
    private static final Citation GUIDE =
            Citation.documented("Guide", "https://example.com/guide", LocalDate.of(2026, 11, 27));

    private final MovableClock clock = new MovableClock();
    private final SigningKey current = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("current");
    private final SigningKey previous = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("previous");

    @AfterEach
    void noInterruptIsLeftForTheNextTest() {
        Thread.interrupted();
    }

    private static Profile.Builder profile() {
        return Profile.builder("test", "Test").algorithms(JWSAlgorithm.ES256);
    }

    private static Rule issuer() {
        return Rule.must("iss")
                .about(Field.claim("iss"))
                .states("iss is joe.")
                .remedy("Set iss to joe.")
                .source(GUIDE)
                .fixed("joe");
    }

    /** A rule that breaks if {@code iat} is at this time or later. */
    private static Rule issuedBefore(AtomicReference<Instant> end) {
        return Rule.must("iat.before")
                .about(Field.claim("iat"))
                .states("iat is before the end.")
                .remedy("Send it earlier.")
                .source(GUIDE)
                .check(Facts.instant("iat"), iat -> Verdict.satisfiedIf(iat.isBefore(end.get()), "late", "early"));
    }

    private Client client(Profile profile, SigningKey key) {
        return new Client(
                profile,
                Registration.of("joe"),
                key,
                JWSAlgorithm.ES256,
                URI.create("https://provider.example/token"),
                Duration.ofMinutes(2),
                clock);
    }

    private AssertionMinter minter(Profile profile) {
        return new AssertionMinter(
                KeyRing.of(current, previous), key -> client(profile, key), new ClockCorrection(MAX_CORRECTION));
    }

    private static DecodedAssertion decoded(SignedAssertion minted) {
        return DecodedAssertion.parse(minted.value());
    }

    @Test
    void aProfileWithoutGeneratedClaimsHasOnlyTheFixedOnes() {
        SignedAssertion minted =
                minter(profile().rule(issuer()).chosenClaims().build()).next(TIMEOUT);
        assertThat(decoded(minted).faults()).isEmpty();
        assertThat(decoded(minted).claims()).contains(Map.of("iss", "joe"));
        assertThat(minted.jwtId()).isNull();
    }

    @Test
    void aProfileWithoutFixedClaimsHasOnlyTheGeneratedOnes() {
        SignedAssertion minted = minter(profile().build()).next(TIMEOUT);
        assertThat(decoded(minted).faults()).isEmpty();
        assertThat(decoded(minted).claims().orElseThrow().keySet()).containsExactly("iat", "exp", "jti");
        assertThat(decoded(minted).claims()).isEqualTo(minted.content().claims());
    }

    @Test
    void theTextOfASignedAssertionDoesNotContainTheJwt() {
        SignedAssertion minted = minter(profile().rule(issuer()).build()).next(TIMEOUT);
        assertThat(minted)
                .hasToString("SignedAssertion[ES256, kid=" + minted.keyId() + ", expires " + minted.expiresAt() + "]");
        assertThat(minted.toString()).doesNotContain(minted.value().split("\\.")[1]);
    }

    @Test
    void onlyARemoteKeySignsRemotely() {
        Profile profile = profile().build();
        SigningKey remote = SigningKey.remoteUntested(current.publicJwk(), current::sign);
        assertThat(client(profile, current).signsRemotely()).isFalse();
        assertThat(client(profile, remote).signsRemotely()).isTrue();
    }

    @Test
    void aClockIsCorrectedByTheMaximumButNotByMore() {
        AssertionMinter minter = minter(profile().build());
        assertThat(minter.correctClock(MAX_CORRECTION.plusNanos(1))).isFalse();
        assertThat(minter.clockOffset()).isZero();
        assertThat(minter.correctClock(MAX_CORRECTION)).isTrue();
        assertThat(minter.now()).isEqualTo(clock.instant().plus(MAX_CORRECTION));
    }

    @Test
    void aRefusedCorrectionIsUndoneOnce() {
        AssertionMinter minter = minter(profile().build());
        minter.correctClock(Duration.ofSeconds(90));
        SignedAssertion minted = minter.next(TIMEOUT);
        assertThat(minted.clockOffset()).isEqualTo(Duration.ofSeconds(90));
        assertThat(minter.refused(minted)).isTrue();
        assertThat(minter.refused(minted)).isFalse();
        assertThat(minter.clockOffset()).isZero();
    }

    @Test
    void anAcceptedCorrectionIsKeptWhenALaterRequestIsRefused() {
        AssertionMinter minter = minter(profile().build());
        minter.correctClock(Duration.ofSeconds(90));
        SignedAssertion minted = minter.next(TIMEOUT);
        assertThat(minter.accepted(minted)).isTrue();
        assertThat(minter.accepted(minted)).isFalse();
        assertThat(minter.refused(minted)).isFalse();
        assertThat(minter.clockOffset()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aCorrectionWithWhichAssertionsBreakARuleIsNotMade() {
        AtomicReference<Instant> end = new AtomicReference<>(clock.instant().plusSeconds(30));
        AssertionMinter minter = minter(profile().rule(issuedBefore(end)).build());
        assertThat(minter.correctClock(Duration.ofSeconds(90))).isFalse();
        assertThat(minter.clockOffset()).isZero();
    }

    @Test
    void aCorrectionWithWhichAssertionsBreakARuleLaterIsDropped() {
        AtomicReference<Instant> end = new AtomicReference<>(clock.instant().plusSeconds(90));
        AssertionMinter minter = minter(profile().rule(issuedBefore(end)).build());
        assertThat(minter.correctClock(Duration.ofSeconds(90))).isTrue();
        assertThat(minter.next(TIMEOUT).clockOffset()).isEqualTo(Duration.ofSeconds(90));
        end.set(clock.instant().plusSeconds(30));
        SignedAssertion minted = minter.next(TIMEOUT);
        assertThat(minted.clockOffset()).isZero();
        assertThat(minted.issuedAt()).isBefore(end.get());
        assertThat(minter.clockOffset()).isZero();
    }

    @Test
    void anAssertionForTheApplicationIsRefusedBeforeItIsSignedIfItBreaksARule() {
        AtomicReference<Instant> end = new AtomicReference<>(clock.instant());
        SigningKey untouched = SigningKey.remoteUntested(current.publicJwk(), (algorithm, input) -> {
            throw new AssertionError("The assertion was signed.");
        });
        clock.advance(Duration.ofMinutes(1));
        AssertionMinter minter = new AssertionMinter(
                KeyRing.of(untouched),
                key -> client(profile().rule(issuedBefore(end)).build(), key),
                new ClockCorrection(MAX_CORRECTION));
        assertThatExceptionOfType(RuleViolationException.class).isThrownBy(() -> minter.checked(TIMEOUT));
        assertThatExceptionOfType(RuleViolationException.class).isThrownBy(minter::check);
    }

    @Test
    void onlyRulesAboutGeneratedClaimsAreEvaluatedForEachAssertion() {
        Rule broken = Rule.must("iss.broken")
                .about(Field.claim("iss"))
                .states("iss is not joe.")
                .remedy("Set iss to jane.")
                .source(GUIDE)
                .check(Facts.claim("iss"), iss -> Verdict.broken("joe", "jane"));
        Client client = client(profile().rule(issuer()).rule(broken).build(), current);
        DecodedAssertion draft = AssertionDraft.at(clock.instant(), client, AssertionTemplate.of(client))
                .content();
        AssertionCheck check = new AssertionCheck(client);
        assertThat(check.allows(draft, clock.instant())).isTrue();
        assertThatExceptionOfType(RuleViolationException.class)
                .isThrownBy(() -> check.all(draft, clock.instant()))
                .satisfies(e -> assertThat(e.diagnosis().unsafe()).hasSize(1));
    }

    @Test
    void anAssertionRefusedForItsKeyIsFollowedByOneOfThePreviousKey() {
        AssertionMinter minter = minter(profile().build());
        SignedAssertion refused = minter.next(TIMEOUT);
        assertThat(refused.client().key()).isSameAs(current);
        assertThat(minter.keyRefused(refused)).isTrue();
        assertThat(minter.client().key()).isSameAs(previous);
        SignedAssertion second = minter.next(TIMEOUT);
        assertThat(second.client().key()).isSameAs(previous);
        assertThat(decoded(second).header().orElseThrow()).containsEntry("alg", "ES256");
        assertThat(minter.keyRefused(second)).as("no key is accepted").isFalse();
    }

    @Test
    void thePreviousKeyThatWasAcceptedIsFollowedByTheCurrentOneWhenItIsRefused() {
        AssertionMinter minter = minter(profile().build());
        minter.keyRefused(minter.next(TIMEOUT));
        SignedAssertion second = minter.next(TIMEOUT);
        minter.accepted(second);
        assertThat(minter.keyRefused(second)).isTrue();
        assertThat(minter.next(TIMEOUT).client().key()).isSameAs(current);
    }

    @Test
    void aRefusalOfAKeyThatIsNotInTheRingChangesNothing() {
        KeyFallback keys = new KeyFallback(KeyRing.of(current, previous), clock);
        SigningKey removed = SigningKey.generate(JWSAlgorithm.ES256);
        assertThat(keys.refused(removed)).isFalse();
        keys.refused(current);
        assertThat(keys.refused(removed)).isFalse();
        assertThat(keys.current()).isSameAs(previous);
    }

    @Test
    void aReusableAssertionIsReplacedWhenTheClockIsCorrectedOrTheKeyIsRefused() {
        AssertionMinter minter =
                minter(profile().assertionReuse(AssertionReuse.UNTIL_EXPIRY).build());
        SignedAssertion first = minter.next(TIMEOUT);
        assertThat(minter.next(TIMEOUT)).isSameAs(first);
        minter.correctClock(Duration.ofSeconds(20));
        SignedAssertion second = minter.next(TIMEOUT);
        assertThat(second.clockOffset()).isEqualTo(Duration.ofSeconds(20));
        minter.keyRefused(second);
        assertThat(minter.next(TIMEOUT).client().key()).isSameAs(previous);
    }

    @Test
    void aReusableAssertionIsReusedFromItsTimeOfIssueUntilEightyPercentOfItsLifetimeHavePassed() {
        AssertionMinter minter =
                minter(profile().assertionReuse(AssertionReuse.UNTIL_EXPIRY).build());
        SignedAssertion first = minter.next(TIMEOUT);
        clock.advance(Duration.between(clock.instant(), first.issuedAt()));
        assertThat(minter.next(TIMEOUT)).isSameAs(first);
        clock.advance(Duration.ofSeconds(96).minusNanos(1));
        assertThat(minter.next(TIMEOUT)).isSameAs(first);
        clock.advance(Duration.ofNanos(1));
        SignedAssertion second = minter.next(TIMEOUT);
        assertThat(second).isNotSameAs(first);
        clock.advance(Duration.between(clock.instant(), second.issuedAt()).minusNanos(1));
        assertThat(minter.next(TIMEOUT)).isNotSameAs(second);
    }

    @Test
    void aReusableAssertionIsCheckedAgainBeforeTheApplicationSendsIt() {
        AtomicReference<Instant> end = new AtomicReference<>(clock.instant());
        AssertionMinter minter = minter(profile()
                .assertionReuse(AssertionReuse.UNTIL_EXPIRY)
                .rule(issuedBefore(end))
                .build());
        SignedAssertion minted = minter.next(TIMEOUT);
        assertThat(minter.checked(TIMEOUT)).isSameAs(minted);
        end.set(minted.issuedAt());
        assertThatExceptionOfType(RuleViolationException.class).isThrownBy(() -> minter.checked(TIMEOUT));
    }

    @Test
    void theThreadThatSignedDoesNotKeepOthersWaiting() {
        AssertionMinter minter =
                minter(profile().assertionReuse(AssertionReuse.UNTIL_EXPIRY).build());
        SignedAssertion first = minter.next(TIMEOUT);
        clock.advance(Duration.ofMinutes(2));
        // Half of the timeout would be 20 seconds.
        assertThat(CompletableFuture.supplyAsync(() -> minter.next(TIMEOUT)).orTimeout(5, TimeUnit.SECONDS))
                .succeedsWithin(Duration.ofSeconds(6))
                .isNotEqualTo(first);
    }

    @Test
    void aThreadThatSignsForTooLongIsNotAwaited() throws InterruptedException {
        CountDownLatch isSigning = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        SigningKey remote = SigningKey.remoteUntested(current.publicJwk(), (algorithm, input) -> {
            if (isFirst.getAndSet(false)) {
                isSigning.countDown();
                awaitRelease(release);
            }
            return current.sign(algorithm, input);
        });
        Profile profile = profile().assertionReuse(AssertionReuse.UNTIL_EXPIRY).build();
        AssertionMinter minter = new AssertionMinter(
                KeyRing.of(remote), key -> client(profile, key), new ClockCorrection(MAX_CORRECTION));
        CompletableFuture<SignedAssertion> hanging = CompletableFuture.supplyAsync(() -> minter.next(TIMEOUT));
        try {
            isSigning.await();
            SignedAssertion second = minter.next(Duration.ofMillis(20));
            assertThat(minter.next(TIMEOUT)).isSameAs(second);
        } finally {
            release.countDown();
        }
        assertThat(hanging).succeedsWithin(Duration.ofSeconds(10));
    }

    private static void awaitRelease(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nothing interrupts this thread.", e);
        }
    }

    @Test
    void anInterruptedThreadFailsAndRemainsInterrupted() {
        AssertionMinter minter =
                minter(profile().assertionReuse(AssertionReuse.UNTIL_EXPIRY).build());
        Thread.currentThread().interrupt();
        assertThatIllegalStateException()
                .isThrownBy(() -> minter.next(TIMEOUT))
                .withMessageContaining("interrupted")
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(minter.next(TIMEOUT).client().key()).isSameAs(current);
    }

    @Test
    void aClaimThatCannotBeGeneratedIsNamed() {
        Client client = client(profile().chosenClaims("iat", "nonce").build(), current);
        AssertionTemplate template = AssertionTemplate.of(client);
        assertThatIllegalStateException()
                .isThrownBy(() -> AssertionDraft.at(clock.instant(), client, template))
                .withMessageContaining("\"nonce\"");
    }
}
