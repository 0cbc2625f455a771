// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.DerReader;
import dev.clientauth.key.crypto.KeyLimits;
import dev.clientauth.key.crypto.UnusableKeyException;

import java.math.BigInteger;

/**
 * Adds up the work that the password-based functions of an encrypted key or key store require, before any of it is done.
 *
 * <p>Covers PBKDF2 and scrypt (RFC 8018, RFC 7914), PBES1, the functions of PKCS#12 and its MAC (RFC 7292). The
 * encrypted part of a key store is not covered; the JDK limits that itself.
 */
final class PasswordCost {

    private static final String PBES1 = "1.2.840.113549.1.5.";
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";
    private static final String PKCS12_PBE = "1.2.840.113549.1.12.1.";
    private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";
    private static final int MAX_DEPTH = 16;
    private static final int SET = 0x31;

    private BigInteger iterations = BigInteger.ZERO;
    private BigInteger scryptBytes = BigInteger.ZERO;
    private BigInteger scryptParallelization = BigInteger.ZERO;

    private PasswordCost() {}

    /**
     * Checks the amount of work.
     *
     * @throws UnusableKeyException if it exceeds {@link KeyLimits}
     */
    static void requireBounded(byte[] der) {
        PasswordCost cost = new PasswordCost();
        cost.walk(new DerReader(der), 0);
        if (exceeds(cost.iterations, KeyLimits.MAX_ITERATIONS)) {
            throw tooMuch(shown(cost.iterations) + " iterations");
        }
        if (exceeds(cost.scryptBytes, KeyLimits.MAX_SCRYPT_BYTES)) {
            throw tooMuch("scrypt with " + shown(cost.scryptBytes.shiftRight(20)) + " MiB");
        }
        if (exceeds(cost.scryptParallelization, KeyLimits.MAX_SCRYPT_PARALLELIZATION)) {
            throw tooMuch("scrypt with a parallelization of " + shown(cost.scryptParallelization));
        }
    }

    private static boolean exceeds(BigInteger number, long bound) {
        return number.compareTo(BigInteger.valueOf(bound)) > 0;
    }

    private static String shown(BigInteger number) {
        return number.bitLength() < Long.SIZE ? number.toString() : "2^" + number.bitLength();
    }

    private void walk(DerReader elements, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        while (elements.peek() != DerReader.NOTHING) {
            int tag = elements.peek();
            byte[] content;
            try {
                content = elements.content(tag);
            } catch (UnusableKeyException e) {
                return; // Not DER from here on; the reader of the key reports it.
            }
            if (tag == DerReader.SEQUENCE) {
                count(content);
            }
            boolean isConstructed = tag == DerReader.SEQUENCE || tag == SET || tag == DerReader.context(0);
            if (isConstructed || (tag == DerReader.OCTET_STRING && DerReader.spansExactly(content))) {
                walk(new DerReader(content), depth + 1);
            }
        }
    }

    private void count(byte[] sequence) {
        try {
            DerReader reader = new DerReader(sequence);
            if (reader.peek() == DerReader.OBJECT_IDENTIFIER) {
                algorithm(reader);
            } else if (reader.peek() == DerReader.SEQUENCE) {
                mac(reader);
            }
        } catch (UnusableKeyException e) {
            // Not a structure with an iteration count; the decryption reports what it is.
        }
    }

    private void algorithm(DerReader reader) {
        String oid = reader.oid();
        boolean isScrypt = oid.equals(SCRYPT);
        boolean counts = oid.equals(PBKDF2) || oid.startsWith(PKCS12_PBE) || oid.startsWith(PBES1);
        if (!(isScrypt || counts) || reader.peek() != DerReader.SEQUENCE) {
            return;
        }
        DerReader parameters = reader.enter(DerReader.SEQUENCE);
        if (parameters.peek() != DerReader.OCTET_STRING) {
            return; // PBES2, whose parameters are two algorithms
        }
        parameters.skip();
        if (isScrypt) {
            scryptBytes = scryptBytes.max(
                    parameters.integer().multiply(parameters.integer()).shiftLeft(7));
            scryptParallelization = scryptParallelization.max(parameters.integer());
        } else {
            iterations = iterations.add(parameters.integer().abs());
        }
    }

    /** Adds the MacData of PKCS#12: digest, salt, iterations. */
    private void mac(DerReader reader) {
        reader.skip();
        if (reader.peek() == DerReader.OCTET_STRING) {
            reader.skip();
            if (reader.peek() == DerReader.INTEGER) {
                iterations = iterations.add(reader.integer().abs());
            }
        }
    }

    private static UnusableKeyException tooMuch(String found) {
        return new UnusableKeyException(
                "an encrypted key or key store that requires " + found,
                "at most " + KeyLimits.MAX_ITERATIONS + " iterations, or " + (KeyLimits.MAX_SCRYPT_BYTES >> 20)
                        + " MiB for scrypt",
                "Encrypt it again with fewer iterations: openssl pkcs8 -topk8 -in FILE -out key.pem -iter 600000");
    }
}
