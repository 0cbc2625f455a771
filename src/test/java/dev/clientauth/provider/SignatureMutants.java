// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Faults of the signature, for an attempt that is signed with an EC key. */
final class SignatureMutants {
    private SignatureMutants() {}

    /** @param another a different key of the same type as the registered one */
    static List<Mutant> all(JWK another) {
        return List.of(
                raw("DER", SignatureMutants::der),
                raw("in hexadecimal", raw -> HexFormat.of().formatHex(raw).getBytes(US_ASCII)),
                raw("a byte short", raw -> Arrays.copyOf(raw, raw.length - 1)),
                raw("a byte long", raw -> Arrays.copyOf(raw, raw.length + 1)),
                Mutant.of("signature.verifies", "another private key", a -> a.signer = another),
                Mutant.of("signature.verifies", "another registered public key", a -> a.registeredKey(another)),
                Mutant.of("signature.verifies", "all zero", a -> a.signature = raw -> new byte[raw.length]),
                Mutant.of(
                        "signature.verifies",
                        "a bit turned over",
                        a -> a.signature = raw -> {
                            raw[7] ^= 1;
                            return raw;
                        }),
                Mutant.of(
                        "signature.verifies",
                        "the payload written anew after signing",
                        a -> a.compact = SignatureMutants::rewritten));
    }

    private static Mutant raw(String fault, UnaryOperator<byte[]> spoil) {
        return Mutant.of("signature.raw", fault, a -> a.signature = spoil);
    }

    private static byte[] der(byte[] raw) {
        try {
            return ECDSA.transcodeSignatureToDER(raw);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same claims with different white space. */
    private static String rewritten(String jwt) {
        String[] parts = jwt.split("\\.");
        String payload = new Base64URL(parts[1]).decodeToString();
        return parts[0] + "." + Base64URL.encode("{ " + payload.substring(1)) + "." + parts[2];
    }
}
