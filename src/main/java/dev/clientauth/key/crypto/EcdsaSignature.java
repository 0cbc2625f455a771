// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import java.math.BigInteger;

/** Converts ECDSA signatures from DER, which the JDK and key services produce, to the raw {@code R || S} of RFC 7518 section 3.4. */
public final class EcdsaSignature {

    private EcdsaSignature() {}

    public static boolean looksLikeDer(byte[] signature) {
        return DerReader.spansExactly(signature);
    }

    public static byte[] toRaw(byte[] der, EcCurve curve) {
        byte[] raw = new byte[curve.signatureLength()];
        try {
            DerReader numbers = new DerReader(der).enter(DerReader.SEQUENCE);
            place(numbers, raw, 0, curve);
            place(numbers, raw, curve.coordinateLength(), curve);
        } catch (UnusableKeyException damaged) {
            // Its text is about keys.
            throw foreign(curve);
        }
        return raw;
    }

    private static void place(DerReader numbers, byte[] raw, int offset, EcCurve curve) {
        if (numbers.peek() != DerReader.INTEGER) {
            throw foreign(curve);
        }
        BigInteger number = numbers.integer();
        if (number.signum() <= 0 || number.compareTo(curve.order()) >= 0) {
            throw foreign(curve);
        }
        byte[] digits = number.toByteArray();
        int length = Math.min(digits.length, curve.coordinateLength());
        int end = offset + curve.coordinateLength();
        System.arraycopy(digits, digits.length - length, raw, end - length, length);
    }

    private static IllegalStateException foreign(EcCurve curve) {
        return new IllegalStateException(
                "The signature is not an ECDSA signature on " + curve
                        + "; expected DER with two numbers smaller than the order of the curve. Check which key and algorithm signed it.");
    }
}
