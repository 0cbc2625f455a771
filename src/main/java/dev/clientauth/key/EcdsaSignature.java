package dev.clientauth.key;

import java.math.BigInteger;

/** The way from ECDSA's DER, which the JDK and key services produce, to the raw {@code R || S} of RFC 7518 section 3.4. */
final class EcdsaSignature {

    private EcdsaSignature() {}

    static boolean looksLikeDer(byte[] signature) {
        return DerReader.spansExactly(signature);
    }

    static byte[] toRaw(byte[] der, EcCurve curve) {
        DerReader numbers = new DerReader(der).enter(DerReader.SEQUENCE);
        byte[] raw = new byte[curve.signatureLength()];
        place(numbers, raw, 0, curve);
        place(numbers, raw, curve.coordinateLength(), curve);
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
        return new IllegalStateException("The signature is no ECDSA signature on " + curve
                + "; expected DER of two numbers below the curve's order. Check which key and algorithm signed it.");
    }
}
