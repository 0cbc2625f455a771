// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.profile.AssertionReuse;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.RuleViolationException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Creates a client's assertions: writes the generated claims into a template, checks them and signs.
 *
 * <p>If the provider accepts an assertion {@link AssertionReuse#UNTIL_EXPIRY}, the same one is returned to all threads until
 * {@value #REUSED_PERCENT} % of its lifetime has passed. If it accepts it {@link AssertionReuse#ONCE}, each call signs a new
 * one.
 */
public final class AssertionMinter {
    /** The part of an assertion's lifetime, in percent, during which it is reused. */
    static final int REUSED_PERCENT = 80;

    private final KeyFallback keys;
    private final Function<SigningKey, Client> clients;
    private volatile Signing signing;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable SignedAssertion last;
    private final ClockCorrection correction;

    /**
     * Creates a minter that signs with the current key of a ring.
     *
     * @param clients returns the client with a key of the ring
     */
    public AssertionMinter(KeyRing keys, Function<SigningKey, Client> clients, ClockCorrection correction) {
        this.clients = clients;
        this.correction = correction;
        this.signing = Signing.of(clients.apply(keys.current()));
        this.keys = new KeyFallback(keys, signing.client().clock());
        Client client = signing.client();
        Duration fromNow = client.lifetime().minus(client.profile().issuedAtBackdate());
        // Otherwise it has expired already, which breaks a rule.
        if (!fromNow.isNegative()) {
            keys.assertionsLive(fromNow);
        }
    }

    /** What depends on the signing key. */
    private record Signing(Client client, AssertionTemplate template, AssertionCheck check) {
        static Signing of(Client client) {
            return new Signing(client, AssertionTemplate.of(client), new AssertionCheck(client));
        }

        AssertionDraft draft(Instant now) {
            return AssertionDraft.at(now, client, template);
        }
    }

    private Signing signing() {
        SigningKey key = keys.current();
        Signing last = signing;
        if (last.client().key() != key) {
            last = Signing.of(clients.apply(key));
            signing = last;
        }
        return last;
    }

    /** Returns the client with its current key. */
    public Client client() {
        return signing().client();
    }

    /**
     * Records that the provider refused this assertion although no rule is broken; returns whether another key signs now.
     */
    public boolean keyRefused(SignedAssertion minted) {
        return keys.refused(minted.client().key());
    }

    /**
     * Checks the assertion that would be signed now. Signs nothing.
     *
     * @throws RuleViolationException if it would have {@linkplain dev.clientauth.profile.Diagnosis#unsafe() unsafe} findings
     */
    public void check() {
        Instant now = now();
        Signing current = signing();
        current.check().all(current.draft(now).content(), now);
    }

    /** Returns how far the times in assertions are ahead of this machine's clock. */
    public Duration clockOffset() {
        return correction.current();
    }

    /** Returns the maximum difference between the clocks that is corrected. */
    public Duration maxClockCorrection() {
        return correction.max();
    }

    /**
     * Uses a clock that is this far ahead of this machine's, until a request with such an assertion is refused.
     *
     * @return false, without any change, if the difference is too large or assertions would break a rule
     */
    public boolean correctClock(Duration difference) {
        if (!correction.allows(difference)) {
            return false;
        }
        Signing current = signing();
        Instant corrected = current.client().clock().instant().plus(difference);
        if (!current.check().allows(current.draft(corrected).content(), corrected)) {
            return false;
        }
        correction.request(difference);
        return true;
    }

    /**
     * Records that the provider accepted a request with this assertion; returns whether that confirmed a clock correction.
     */
    public boolean accepted(SignedAssertion minted) {
        keys.accepted(minted.client().key());
        return correction.accepted(minted.clockOffset());
    }

    /**
     * Records that the provider refused a request with this assertion; returns whether that undid a clock correction.
     */
    public boolean refused(SignedAssertion minted) {
        return correction.refused(minted.clockOffset());
    }

    /** Returns the time by the provider's clock, as far as it is known. */
    public Instant now() {
        return signing.client().clock().instant().plus(correction.current());
    }

    /**
     * Returns the assertion for the next request. It is not checked here, because the whole request is checked before it is
     * sent.
     *
     * @param timeout how long the caller can wait; at most half of it is spent waiting for a signature in another thread
     */
    public SignedAssertion next(Duration timeout) {
        return next(false, timeout);
    }

    /**
     * Returns an assertion that the application sends itself.
     *
     * @param timeout how long the caller can wait; at most half of it is spent waiting for a signature in another thread
     * @throws RuleViolationException if it would have {@linkplain dev.clientauth.profile.Diagnosis#unsafe() unsafe} findings;
     *     nothing was signed
     */
    public SignedAssertion checked(Duration timeout) {
        SignedAssertion minted = next(true, timeout);
        if (minted.client().profile().assertionReuse() == AssertionReuse.UNTIL_EXPIRY) {
            // It may have been created for a request, without a check.
            signing().check().chosen(minted.content(), now());
        }
        return minted;
    }

    private SignedAssertion next(boolean isChecked, Duration timeout) {
        if (signing.client().profile().assertionReuse() == AssertionReuse.ONCE) {
            return mint(isChecked);
        }
        SignedAssertion current = last;
        if (current != null && isReusable(current)) {
            return current;
        }
        if (!isFree(timeout.dividedBy(2))) {
            // The thread that signs hangs, for example in a remote signer. Sign here, so that other threads do not hang
            // as well.
            current = mint(isChecked);
            last = current;
            return current;
        }
        try {
            current = last;
            if (current == null || !isReusable(current)) {
                current = mint(isChecked);
                last = current;
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Acquires the lock if that is possible within this time. */
    private boolean isFree(Duration patience) {
        try {
            return lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The thread was interrupted while waiting for a signature.", e);
        }
    }

    private boolean isReusable(SignedAssertion minted) {
        Instant now = minted.client().clock().instant().plus(minted.clockOffset());
        Duration life = Duration.between(minted.issuedAt(), minted.expiresAt());
        return minted.client().key() == keys.current()
                && minted.clockOffset().equals(correction.current())
                && now.isBefore(
                        minted.issuedAt().plus(life.multipliedBy(REUSED_PERCENT).dividedBy(100)))
                && !now.isBefore(minted.issuedAt());
    }

    private SignedAssertion mint(boolean isChecked) {
        Duration offset = correction.current();
        Signing current = signing();
        Client client = current.client();
        Instant now = client.clock().instant().plus(offset);
        AssertionDraft draft = current.draft(now);
        DecodedAssertion content = draft.content();
        if (!offset.isZero() && !current.check().allows(content, now)) {
            // Do not correct the clock if that makes assertions break a rule.
            correction.drop();
            return mint(isChecked);
        }
        if (isChecked) {
            current.check().chosen(content, now);
        }
        String jws = current.template().sign(draft);
        return new SignedAssertion(
                jws,
                client.algorithm(),
                (String) draft.header().get("kid"),
                (String) draft.claims().get("jti"),
                draft.issuedAt(),
                draft.expiresAt(),
                content,
                offset,
                client);
    }
}
