package dev.clientauth.minting;

import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Situation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * An assertion before it is signed: its fixed fields as the rules write them, the others as we choose.
 *
 * @param header the members of the JOSE header
 * @param claims the claims
 * @param issuedAt the {@code iat} that was chosen
 * @param expiresAt the {@code exp} that was chosen
 */
record Draft(Map<String, Object> header, Map<String, Object> claims, Instant issuedAt, Instant expiresAt) {

    /** A draft for presentation at this instant. */
    static Draft at(Instant now, Client client, FixedFields fixed) {
        Map<String, Object> claims = new LinkedHashMap<>(fixed.claims());
        Instant issuedAt =
                Instant.ofEpochSecond(now.minus(client.profile().setBack()).getEpochSecond());
        Instant expiresAt = issuedAt.plus(client.lifetime());
        for (String claim : client.profile().chosenClaims()) {
            claims.put(claim, choose(claim, issuedAt, expiresAt));
        }
        return new Draft(fixed.header(), claims, issuedAt, expiresAt);
    }

    private static Object choose(String claim, Instant issuedAt, Instant expiresAt) {
        return switch (claim) {
            case "iat", "nbf" -> issuedAt.getEpochSecond();
            case "exp" -> expiresAt.getEpochSecond();
            case "jti" -> UUID.randomUUID().toString();
            default ->
                throw new IllegalStateException("The profile chooses the claim \"" + claim
                        + "\", but only iat, nbf, exp and jti can be chosen. Give it a value with a fixed rule.");
        };
    }

    /** What the draft says. */
    DecodedAssertion content() {
        return DecodedAssertion.unsigned(header, claims);
    }

    /** Judges the draft as it would be presented at this instant. */
    Diagnosis judged(Instant now, Client client) {
        Attempt attempt = Attempt.builder()
                .endpoint(client.tokenEndpoint())
                .assertion(content())
                .build();
        return client.profile()
                .diagnose(
                        attempt,
                        Situation.unknown()
                                .withRegistration(client.registration())
                                .withPresentedAt(now));
    }

    /**
     * This draft, if the provider would take it.
     *
     * @throws AssertionRefusedException if it breaks a MUST
     */
    Draft checked(Instant now, Client client) {
        Diagnosis diagnosis = judged(now, client);
        if (!diagnosis.fatal().isEmpty()) {
            throw new AssertionRefusedException(diagnosis);
        }
        return this;
    }
}
