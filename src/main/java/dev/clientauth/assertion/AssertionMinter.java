package dev.clientauth.assertion;

import dev.clientauth.profile.AssertionReuse;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.RuleViolationException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes a client's assertions: writes the chosen claims into a template, checks them, signs.
 *
 * <p>Where the provider takes an assertion {@link AssertionReuse#UNTIL_EXPIRY}, the same one is handed out until {@value
 * #REUSED_PERCENT} % of its life, to any number of threads; where it takes it {@link AssertionReuse#ONCE}, each call signs.
 */
public final class AssertionMinter {
    /** The part of an assertion's life, in percent, for which it is handed out again. */
    static final int REUSED_PERCENT = 80;

    private final Client client;
    private final AssertionTemplate template;
    private final AssertionCheck check;
    private final ReentrantLock signing = new ReentrantLock();
    private volatile @Nullable SignedAssertion last;
    private final ClockCorrection correction;

    /** A minter for this client that corrects its clock by at most {@link ClockCorrection#MAX}. */
    public AssertionMinter(Client client) {
        this(client, new ClockCorrection(ClockCorrection.MAX));
    }

    /** A minter for this client, with a clock correction of its own. */
    public AssertionMinter(Client client, ClockCorrection correction) {
        this.client = client;
        this.correction = correction;
        this.template = AssertionTemplate.of(client);
        this.check = new AssertionCheck(client);
    }

    /** Who signs, for whom, by what rules. */
    public Client client() {
        return client;
    }

    /**
     * Judges what would be signed now, and signs nothing.
     *
     * @throws RuleViolationException if it would break a MUST
     */
    public void check() {
        Instant now = now();
        check.all(AssertionDraft.at(now, client, template).content(), now);
    }

    /** How far assertions are signed ahead of this machine's clock. */
    public Duration clockOffset() {
        return correction.current();
    }

    /** The maximum difference between two clocks that is corrected. */
    public Duration maxClockCorrection() {
        return correction.max();
    }

    /**
     * Signs by a clock that is this far ahead of this machine's, until a request signed so is refused.
     *
     * @return false, and nothing changed, if the difference is too large or the assertions would break a rule
     */
    public boolean correctClock(Duration difference) {
        if (!correction.allows(difference)) {
            return false;
        }
        Instant corrected = client.clock().instant().plus(difference);
        if (!check.allows(AssertionDraft.at(corrected, client, template).content(), corrected)) {
            return false;
        }
        correction.attempt(difference);
        return true;
    }

    /** The provider accepted a request with this assertion; returns whether a clock correction was confirmed by that. */
    public boolean accepted(SignedAssertion minted) {
        return correction.accepted(minted.clockOffset());
    }

    /** The provider refused a request with this assertion; returns whether a clock correction was undone for that. */
    public boolean refused(SignedAssertion minted) {
        return correction.refused(minted.clockOffset());
    }

    /** The provider's clock, as far as it is known. */
    public Instant now() {
        return client.clock().instant().plus(correction.current());
    }

    /**
     * Returns the assertion for the next request, which is checked as a whole before it is sent.
     *
     * @param timeout how long the caller can wait; half of it is spent on waiting for another thread's signature
     */
    public SignedAssertion next(Duration timeout) {
        return next(false, timeout);
    }

    /**
     * Returns an assertion that the application sends itself.
     *
     * @param timeout how long the caller can wait; half of it is spent on waiting for another thread's signature
     * @throws RuleViolationException if it would break a MUST; nothing was signed
     */
    public SignedAssertion checked(Duration timeout) {
        SignedAssertion minted = next(true, timeout);
        if (client.profile().assertionReuse() == AssertionReuse.UNTIL_EXPIRY) {
            // It may have been made for a request, unchecked.
            check.chosen(minted.content(), now());
        }
        return minted;
    }

    private SignedAssertion next(boolean isChecked, Duration timeout) {
        if (client.profile().assertionReuse() == AssertionReuse.ONCE) {
            return mint(isChecked);
        }
        SignedAssertion current = last;
        if (current != null && isReusable(current)) {
            return current;
        }
        if (!isFree(timeout.dividedBy(2))) {
            // Whoever signs hangs: a remote signer that lost its request. It must not take everybody with it.
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
            signing.unlock();
        }
    }

    /** Takes the lock if it is free within this time. */
    private boolean isFree(Duration patience) {
        try {
            return signing.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The thread was interrupted while it waited for a signature.", e);
        }
    }

    private boolean isReusable(SignedAssertion minted) {
        Instant now = client.clock().instant().plus(minted.clockOffset());
        Duration life = Duration.between(minted.issuedAt(), minted.expiresAt());
        return minted.clockOffset().equals(correction.current())
                && now.isBefore(
                        minted.issuedAt().plus(life.multipliedBy(REUSED_PERCENT).dividedBy(100)))
                && !now.isBefore(minted.issuedAt());
    }

    private SignedAssertion mint(boolean isChecked) {
        Duration offset = correction.current();
        Instant now = client.clock().instant().plus(offset);
        AssertionDraft draft = AssertionDraft.at(now, client, template);
        DecodedAssertion content = draft.content();
        if (!offset.isZero() && !check.allows(content, now)) {
            // No correction is worth an assertion that breaks a rule.
            correction.drop();
            return mint(isChecked);
        }
        if (isChecked) {
            check.chosen(content, now);
        }
        String jws = template.sign(draft);
        return new SignedAssertion(
                jws,
                client.algorithm(),
                (String) draft.header().get("kid"),
                (String) draft.claims().get("jti"),
                draft.issuedAt(),
                draft.expiresAt(),
                content,
                offset);
    }
}
