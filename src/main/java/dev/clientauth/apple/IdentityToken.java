package dev.clientauth.apple;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What Apple says of a person (Apple, "Authenticating users with Sign in with Apple"): verified claims only. There is no way
 * to make one but {@link IdentityTokenVerifier}.
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

    /** The {@code iss}. */
    public String issuer() {
        return String.valueOf(claims.get("iss"));
    }

    /** The {@code aud}: the bundle id or Services ID it is for. */
    public String audience() {
        return audience;
    }

    /**
     * The {@code sub}: the person, the same for all clients of your team for ever, and another after the app goes to another
     * team. Know people by this, never by their e-mail address, which may change.
     */
    public String subject() {
        return subject;
    }

    /** The {@code iat}. */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** The {@code exp}. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** The {@code auth_time}: when the person proved who they are. */
    public Optional<Instant> authenticatedAt() {
        return TrustedClaims.instant(claims, "auth_time");
    }

    /** The {@code nonce}, if one was sent and the platform could carry it. */
    public Optional<String> nonce() {
        return text("nonce");
    }

    /** Whether the platform could carry a nonce ({@code nonce_supported}). */
    public boolean isNonceSupported() {
        return TrustedClaims.isTrue(claims.get("nonce_supported"));
    }

    /** The {@code email}, perhaps one that Apple forwards from; missing or empty for Work &amp; School accounts. */
    public Optional<String> email() {
        return text("email");
    }

    /** Whether Apple verified the address; false where it does not say. */
    public boolean isEmailVerified() {
        return TrustedClaims.isTrue(claims.get("email_verified"));
    }

    /** Whether Apple forwards from the address ("Hide My Email"); false where it does not say. */
    public boolean isPrivateEmail() {
        return TrustedClaims.isTrue(claims.get("is_private_email"));
    }

    /** The {@code real_user_status}; values that Apple has not documented are left out. */
    public Optional<RealUserStatus> realUserStatus() {
        return RealUserStatus.of(claims.get("real_user_status"));
    }

    /** The {@code transfer_sub}: who the person was at the team before, within 60 days after an app's transfer. */
    public Optional<String> transferSubject() {
        return text("transfer_sub");
    }

    /** The {@code org_id}: the organization of a Managed Apple Account. */
    public Optional<String> organizationId() {
        return text("org_id");
    }

    /** Every claim, in its order: strings, numbers, booleans, lists and maps. */
    public Map<String, Object> claims() {
        return claims;
    }

    private Optional<String> text(String claim) {
        return claims.get(claim) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    /** For whom and until when, not about whom. */
    @Override
    public String toString() {
        return "IdentityToken[for " + audience + ", expires " + expiresAt + "]";
    }

    /** Apple's guess whether a person is real: in the token of the first sign-in from a native app only. */
    public enum RealUserStatus {
        /** 0: the platform cannot tell. */
        UNSUPPORTED(0),
        /** 1: Apple has not determined it. Treat them as any new person. */
        UNKNOWN(1),
        /** 2: Apple is confident that the person is real. */
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
