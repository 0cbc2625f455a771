package dev.clientauth.minting;

import dev.clientauth.assertion.ClientAssertion;
import dev.clientauth.profile.DecodedAssertion;

import java.time.Duration;

/**
 * An assertion and what it says, so that a request with it can be judged without taking it apart again.
 *
 * @param assertion the signed assertion
 * @param content its header and claims, without the signature
 * @param clockOffset how far the time in it was put ahead of this machine's clock
 */
public record MintedAssertion(ClientAssertion assertion, DecodedAssertion content, Duration clockOffset) {}
