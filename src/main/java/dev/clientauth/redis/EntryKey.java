package dev.clientauth.redis;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.OctetSequenceKey;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that entries are encrypted with.
 *
 * @param id by which an entry says which key it is for: the beginning of the key's thumbprint (RFC 7638)
 * @param key 32 bytes
 */
record EntryKey(String id, SecretKey key) {
    private static final int BYTES = 32;
    private static final int ID_LENGTH = 16;

    static EntryKey of(SecretKey key) {
        byte[] bytes = key.getEncoded();
        if (bytes == null) {
            throw new IllegalArgumentException(
                    "The key of the token store does not show its bytes. Use one that is kept in memory.");
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "The key of the token store has " + bytes.length + " bytes, but must have " + BYTES
                            + ", all random: take `openssl rand -base64 32`, and decode the Base64.");
        }
        try {
            String thumbprint = new OctetSequenceKey.Builder(bytes)
                    .build()
                    .computeThumbprint()
                    .toString();
            return new EntryKey(thumbprint.substring(0, ID_LENGTH), new SecretKeySpec(bytes, "AES"));
        } catch (JOSEException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /** All but the key. */
    @Override
    public String toString() {
        return "EntryKey[" + id + "]";
    }
}
