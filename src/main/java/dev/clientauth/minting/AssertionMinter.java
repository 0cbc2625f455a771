package dev.clientauth.minting;

import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.assertion.ClientAssertion;
import dev.clientauth.profile.AssertionUse;
import dev.clientauth.profile.DecodedAssertion;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes a client's assertions: writes the chosen claims into a template, checks them, signs.
 *
 * <p>Where the provider takes an assertion {@link AssertionUse#UNTIL_EXPIRY}, the same one is handed out until {@value
 * #REUSED_PERCENT} % of its life, to any number of threads; where it takes it {@link AssertionUse#ONCE}, each call signs.
 */
public final class AssertionMinter {
    /** The part of an assertion's life, in percent, for which it is handed out again. */
    static final int REUSED_PERCENT = 80;

    private final Client client;
    private final AssertionTemplate template;
    private final DraftCheck check;
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
        this.template = AssertionTemplate.of(client);
        this.check = new DraftCheck(client);
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
        check.all(Draft.at(now, client, template).content(), now);
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
        if (!check.allows(Draft.at(corrected, client, template).content(), corrected)) {
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

    /** The assertion for the next request, which is checked as a whole before it is sent. */
    public MintedAssertion next() {
        return next(false);
    }

    /**
     * An assertion to be sent by others.
     *
     * @throws AssertionRefusedException if it would break a MUST; nothing was signed
     */
    public MintedAssertion checked() {
        MintedAssertion minted = next(true);
        if (client.profile().assertionUse() == AssertionUse.UNTIL_EXPIRY) {
            // It may have been made for a request, unchecked.
            check.chosen(minted.content(), now());
        }
        return minted;
    }

    private MintedAssertion next(boolean isChecked) {
        if (client.profile().assertionUse() == AssertionUse.ONCE) {
            return mint(isChecked);
        }
        MintedAssertion current = last;
        if (current != null && isReusable(current)) {
            return current;
        }
        signing.lock();
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

    private MintedAssertion mint(boolean isChecked) {
        Duration offset = correction.current();
        Instant now = client.clock().instant().plus(offset);
        Draft draft = Draft.at(now, client, template);
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
        ClientAssertion assertion = new ClientAssertion(
                jws,
                client.algorithm(),
                (String) draft.header().get("kid"),
                (String) draft.claims().get("jti"),
                draft.issuedAt(),
                draft.expiresAt());
        return new MintedAssertion(assertion, content, offset);
    }
}
