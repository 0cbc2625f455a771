// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The verified claims of an identity token (Apple, "Authenticating users with Sign in with Apple"). Only {@link
 * IdentityTokenVerifier} creates instances.
 *
 * <p>{@link #toString()} shows no personal data.
 */
public final class IdentityToken {
    private final String audience;
    private final String subject;
    private final Instant issuedAt;
    private final Instant expiresAt;
    private final Map<String, Object> claims;

    IdentityToken(String audience, String subject, Instant issuedAt, Instant expiresAt, Map<String, Object> claims) {
        this.audience = audience;
        this.subject = subject;
        this.issuedAt = issuedAt;
        this.expiresAt = expiresAt;
        this.claims = claims;
    }

    /** Returns the {@code iss}. */
    public String issuer() {
        return String.valueOf(claims.get("iss"));
    }

    /** Returns the {@code aud}: the bundle id or Services ID to which the token was issued. */
    public String audience() {
        return audience;
    }

    /**
     * Returns the {@code sub}: the user's id, which never changes and is the same for all clients of your team, but
     * different after the app is transferred to another team. Identify users by it, never by their email address, which may
     * change.
     */
    public String subject() {
        return subject;
    }

    /** Returns the {@code iat}. */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** Returns the {@code exp}. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** Returns the {@code auth_time}: when the user authenticated. */
    public Optional<Instant> authenticatedAt() {
        return TrustedClaims.instant(claims, "auth_time");
    }

    /** Returns the {@code nonce}, if one was sent and the platform supports it. */
    public Optional<String> nonce() {
        return text("nonce");
    }

    /** Returns whether the platform supports a nonce ({@code nonce_supported}). */
    public boolean isNonceSupported() {
        return TrustedClaims.isTrue(claims.get("nonce_supported"));
    }

    /**
     * Returns the {@code email}, which may be a private relay address; missing or empty for Work &amp; School accounts.
     */
    public Optional<String> email() {
        return text("email");
    }

    /** Returns whether Apple verified {@link #email()}; false if Apple does not say. */
    public boolean isEmailVerified() {
        return TrustedClaims.isTrue(claims.get("email_verified"));
    }

    /** Returns whether {@link #email()} is a private relay address ("Hide My Email"); false if Apple does not say. */
    public boolean isPrivateEmail() {
        return TrustedClaims.isTrue(claims.get("is_private_email"));
    }

    /** Returns the {@code real_user_status}; empty for undocumented values. */
    public Optional<RealUserStatus> realUserStatus() {
        return RealUserStatus.of(claims.get("real_user_status"));
    }

    /** Returns the {@code transfer_sub}: the user's id at the previous team, within 60 days after an app transfer. */
    public Optional<String> transferSubject() {
        return text("transfer_sub");
    }

    /** Returns the {@code org_id}: the organization of a Managed Apple Account. */
    public Optional<String> organizationId() {
        return text("org_id");
    }

    /** Returns every claim, in order: strings, numbers, booleans, lists and maps. */
    public Map<String, Object> claims() {
        return claims;
    }

    private Optional<String> text(String claim) {
        return claims.get(claim) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    /** Returns the audience and the expiry, but not the user. */
    @Override
    public String toString() {
        return "IdentityToken[for " + audience + ", expires " + expiresAt + "]";
    }

    /** Apple's estimate of whether a user is a real person; only in the token of the first sign-in in a native app. */
    public enum RealUserStatus {
        /** 0: not supported on the platform. */
        UNSUPPORTED(0),
        /** 1: unknown. Treat the user like any new user. */
        UNKNOWN(1),
        /** 2: the user appears to be a real person. */
        LIKELY_REAL(2);

        private final int wire;

        RealUserStatus(int wire) {
            this.wire = wire;
        }

        static Optional<RealUserStatus> of(@Nullable Object claim) {
            for (RealUserStatus status : values()) {
                if (claim instanceof Integer number && number == status.wire) {
                    return Optional.of(status);
                }
            }
            return Optional.empty();
        }
    }
}
