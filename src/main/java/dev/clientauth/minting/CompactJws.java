package dev.clientauth.minting;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.SigningKey;

import java.util.Base64;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The JWS compact serialization (RFC 7515 section 7.1). */
final class CompactJws {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private CompactJws() {}

    /** Signs exactly these bytes of header and payload. */
    static String sign(byte[] header, byte[] payload, JWSAlgorithm algorithm, SigningKey key) {
        String input = BASE64URL.encodeToString(header) + "." + BASE64URL.encodeToString(payload);
        return input + "." + BASE64URL.encodeToString(key.sign(algorithm, input.getBytes(UTF_8)));
    }
}
