package dev.clientauth.minting;

import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.assertion.ClientAssertion;
import dev.clientauth.profile.AssertionUse;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes a client's assertions: writes a draft from the rules, judges it, signs it.
 *
 * <p>Where the provider takes an assertion {@link AssertionUse#UNTIL_EXPIRY}, the same one is handed out until {@value
 * #REUSED_PERCENT} % of its life, to any number of threads; where it takes it {@link AssertionUse#ONCE}, each call signs.
 */
public final class AssertionMinter {
    /** The part of an assertion's life, in percent, for which it is handed out again. */
    static final int REUSED_PERCENT = 80;

    private final Client client;
    private final FixedFields fixed;
    private final ReentrantLock signing = new ReentrantLock();
    private volatile @Nullable MintedAssertion last;
    private final ClockCorrection correction;

    /** A minter for this client that corrects its clock by at most {@link ClockCorrection#MAX}. */
    public AssertionMinter(Client client) {
        this(client, new ClockCorrection(ClockCorrection.MAX));
    }

    /** A minter for this client, with a clock correction of its own. */
    public AssertionMinter(Client client, ClockCorrection correction) {
        this.client = client;
        this.correction = correction;
        this.fixed = FixedFields.of(client);
    }

    /** Who signs, for whom, by what rules. */
    public Client client() {
        return client;
    }

    /**
     * Judges what would be signed now, and signs nothing.
     *
     * @throws AssertionRefusedException if it would break a MUST
     */
    public void check() {
        Instant now = now();
        Draft.at(now, client, fixed).checked(now, client);
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
        if (!Draft.at(corrected, client, fixed)
                .judged(corrected, client)
                .fatal()
                .isEmpty()) {
            return false;
        }
        correction.attempt(difference);
        return true;
    }

    /** The provider accepted a request with this assertion; returns whether a clock correction was confirmed by that. */
    public boolean accepted(MintedAssertion minted) {
        return correction.accepted(minted.clockOffset());
    }

    /** The provider refused a request with this assertion; returns whether a clock correction was undone for that. */
    public boolean refused(MintedAssertion minted) {
        return correction.refused(minted.clockOffset());
    }

    /** The provider's clock, as far as it is known. */
    public Instant now() {
        return client.clock().instant().plus(correction.current());
    }

    /**
     * The assertion for the next request.
     *
     * @throws AssertionRefusedException if it would break a MUST; nothing was signed
     */
    public MintedAssertion next() {
        if (client.profile().assertionUse() == AssertionUse.ONCE) {
            return mint();
        }
        MintedAssertion current = last;
        if (current != null && isReusable(current)) {
            return current;
        }
        signing.lock();
        try {
            current = last;
            if (current == null || !isReusable(current)) {
                current = mint();
                last = current;
            }
            return current;
        } finally {
            signing.unlock();
        }
    }

    private boolean isReusable(MintedAssertion minted) {
        ClientAssertion assertion = minted.assertion();
        Instant now = client.clock().instant().plus(minted.clockOffset());
        Duration life = Duration.between(assertion.issuedAt(), assertion.expiresAt());
        return minted.clockOffset().equals(correction.current())
                && now.isBefore(assertion
                        .issuedAt()
                        .plus(life.multipliedBy(REUSED_PERCENT).dividedBy(100)))
                && !now.isBefore(assertion.issuedAt());
    }

    private MintedAssertion mint() {
        Duration offset = correction.current();
        Instant now = client.clock().instant().plus(offset);
        Draft draft = Draft.at(now, client, fixed);
        if (!offset.isZero() && !draft.judged(now, client).fatal().isEmpty()) {
            // No correction is worth an assertion that breaks a rule.
            correction.drop();
            return mint();
        }
        draft.checked(now, client);
        String jws = CompactJws.sign(draft.header(), draft.claims(), client.algorithm(), client.key());
        ClientAssertion assertion = new ClientAssertion(
                jws,
                client.algorithm(),
                (String) draft.header().get("kid"),
                (String) draft.claims().get("jti"),
                draft.issuedAt(),
                draft.expiresAt());
        return new MintedAssertion(assertion, draft.content(), offset);
    }
}
