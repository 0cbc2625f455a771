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
        place(numbers.integer(), raw, 0, curve);
        place(numbers.integer(), raw, curve.coordinateLength(), curve);
        return raw;
    }

    private static void place(BigInteger number, byte[] raw, int offset, EcCurve curve) {
        if (number.signum() <= 0 || number.compareTo(curve.order()) >= 0) {
            throw new IllegalStateException("The signature was made on another curve than " + curve + ".");
        }
        byte[] digits = number.toByteArray();
        int length = Math.min(digits.length, curve.coordinateLength());
        int end = offset + curve.coordinateLength();
        System.arraycopy(digits, digits.length - length, raw, end - length, length);
    }
}
