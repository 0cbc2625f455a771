// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.assertion.AssertionMinter;
import dev.clientauth.assertion.SignedAssertion;
import dev.clientauth.token.TokenTransportException;

import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * Creates assertions that may be signed by a remote service, and reports its failures as failures before anything was sent.
 */
final class RemoteSigning {
    private RemoteSigning() {}

    /**
     * Signs an assertion.
     *
     * @throws TokenTransportException if the remote signer failed
     */
    static SignedAssertion sign(AssertionMinter minter, Supplier<SignedAssertion> signed) {
        try {
            return signed.get();
        } catch (UncheckedIOException e) {
            throw new TokenTransportException(
                    "The remote signer is not available. The request was not sent.", false, e);
        } catch (IllegalStateException | Error e) {
            if (!minter.client().signsRemotely()) {
                throw e;
            }
            // An Error is, for example, a missing class of the service's client.
            String reason = e instanceof Error
                    ? "The remote signer failed with " + e.getClass().getName() + "."
                    : e.getMessage();
            throw new TokenTransportException(
                    "The assertion could not be signed, and the request was not sent. " + reason, false, e);
        }
    }
}
