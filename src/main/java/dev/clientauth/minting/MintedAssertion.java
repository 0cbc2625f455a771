package dev.clientauth.minting;

import dev.clientauth.assertion.ClientAssertion;
import dev.clientauth.profile.DecodedAssertion;

/**
 * An assertion and what it says, so that a request with it can be judged without taking it apart again.
 *
 * @param assertion the signed assertion
 * @param content its header and claims, without the signature
 */
public record MintedAssertion(ClientAssertion assertion, DecodedAssertion content) {}
