// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.DecodedAssertion;
import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Recognizes the kind of a parameter's value from its format. */
final class SecretShape {
    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final int MIN_KEY_BYTES = 48;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final Set<String> IDENTITY_CLAIMS =
            Set.of("at_hash", "c_hash", "nonce_supported", "email_verified", "auth_time", "nonce");
    private static final Set<String> IDENTITY_ISSUERS =
            Set.of("https://appleid.apple.com", "https://accounts.google.com", "accounts.google.com");

    private SecretShape() {}

    /** Returns whether it is a private key: PEM, the base64 of PKCS#8, PKCS#1 or SEC1, or a private JWK. */
    static boolean isPrivateKey(String value) {
        String text = value.strip();
        if (text.contains("PRIVATE KEY-----") || text.startsWith("-----BEGIN PRIVATE")) {
            return true;
        }
        if (text.startsWith("{") && text.contains("\"kty\"") && text.contains("\"d\"")) {
            return true;
        }
        return text.startsWith("M")
                && isPrivateDer(WHITE_SPACE.matcher(text).replaceAll("").replace("\\n", ""));
    }

    /** A sequence that begins with a version number, as all private keys do and no certificate or public key does. */
    private static boolean isPrivateDer(String base64) {
        byte[] der;
        try {
            der = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        if (der.length < MIN_KEY_BYTES || der[0] != SEQUENCE) {
            return false;
        }
        int lengthBytes = (der[1] & 0x80) == 0 ? 0 : der[1] & 0x7f;
        int content = 2 + lengthBytes;
        return content + 2 < der.length && der[content] == INTEGER && der[content + 1] == 1 && der[content + 2] <= 1;
    }

    static boolean isJwt(String value) {
        return JWT.matcher(value.strip()).matches() && claims(value).isPresent();
    }

    /** Returns whether it is an identity token: a JWT about a user, issued by a sign-in server. */
    static boolean isIdentityToken(String value) {
        return claims(value).filter(SecretShape::areOfAPerson).isPresent();
    }

    private static boolean areOfAPerson(Map<String, @Nullable Object> claims) {
        Object issuer = claims.get("iss");
        return (issuer instanceof String text && IDENTITY_ISSUERS.contains(text))
                || "ID".equals(claims.get("typ"))
                || claims.keySet().stream().anyMatch(IDENTITY_CLAIMS::contains);
    }

    private static Optional<Map<String, @Nullable Object>> claims(String value) {
        return JWT.matcher(value.strip()).matches()
                ? DecodedAssertion.parse(value).claims()
                : Optional.empty();
    }
}
