// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.token.Grant;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Checks refresh tokens with Apple, no more often than Apple allows. */
final class RefreshTokens {
    /**
     * The delay after a failed check: long enough not to be throttled, short enough to notice a revocation within the day.
     */
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    private final AppleClientIds clients;

    RefreshTokens(AppleClientIds clients) {
        this.clients = clients;
    }

    RefreshTokenCheck check(StoredSignIn kept) {
        Instant now = clients.clock().instant();
        if (now.isBefore(kept.nextCheckAt())) {
            return new RefreshTokenCheck.NotDue(kept.nextCheckAt());
        }
        try {
            return new RefreshTokenCheck.Valid(
                    kept.checkedAgainAt(now.plus(CodeExchange.CHECK_INTERVAL)),
                    clients.of(kept.clientId()).request(Grant.refreshToken(kept.refreshToken())));
        } catch (TokenTransportException e) {
            return unknown(kept, now, e, e.retryAt());
        } catch (TokenRefusedException e) {
            AppleRefusedException refused = AppleRefusedException.of(e, clients.advice(kept.clientId()));
            if (e.isRetryable() || refused.reason() == AppleRefusedException.Reason.REQUEST_REFUSED) {
                return unknown(kept, now, refused, e.retryAt());
            }
            boolean isAboutToken = e.error().code().equals(OAuthError.INVALID_GRANT)
                    && refused.reason() != AppleRefusedException.Reason.CLIENT_ID_MISMATCH;
            if (isAboutToken) {
                return new RefreshTokenCheck.Invalid(e.error());
            }
            throw refused;
        }
    }

    private static RefreshTokenCheck unknown(
            StoredSignIn kept, Instant now, RuntimeException failure, Optional<Instant> retryAt) {
        Instant next = now.plus(AFTER_FAILURE);
        return new RefreshTokenCheck.Unknown(
                kept.checkedAgainAt(retryAt.filter(next::isBefore).orElse(next)), failure);
    }
}
