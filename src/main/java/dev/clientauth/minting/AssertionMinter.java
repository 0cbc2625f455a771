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
    private volatile Duration clockOffset = Duration.ZERO;

    /** A minter for this client. */
    public AssertionMinter(Client client) {
        this.client = client;
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

    /** How far the provider's clock was found to be ahead of this machine's. */
    public Duration clockOffset() {
        return clockOffset;
    }

    /** From now on signs by the provider's clock, which is this far ahead of this machine's. */
    public void correctClock(Duration offset) {
        signing.lock();
        try {
            clockOffset = offset;
            last = null;
        } finally {
            signing.unlock();
        }
    }

    /** The provider's clock, as far as it is known. */
    public Instant now() {
        return client.clock().instant().plus(clockOffset);
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
        if (current != null && isReusable(current.assertion())) {
            return current;
        }
        signing.lock();
        try {
            current = last;
            if (current == null || !isReusable(current.assertion())) {
                current = mint(isChecked);
                last = current;
            }
            return current;
        } finally {
            signing.unlock();
        }
    }

    private boolean isReusable(ClientAssertion assertion) {
        Instant now = now();
        Duration life = Duration.between(assertion.issuedAt(), assertion.expiresAt());
        return now.isBefore(assertion
                        .issuedAt()
                        .plus(life.multipliedBy(REUSED_PERCENT).dividedBy(100)))
                && !now.isBefore(assertion.issuedAt());
    }

    private MintedAssertion mint(boolean isChecked) {
        Instant now = now();
        Draft draft = Draft.at(now, client, template);
        DecodedAssertion content = draft.content();
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
        return new MintedAssertion(assertion, content);
    }
}
