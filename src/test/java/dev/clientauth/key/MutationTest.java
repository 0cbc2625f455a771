// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import dev.clientauth.key.crypto.UnusableKeyException;
import dev.clientauth.key.format.KeyParser;
import dev.clientauth.key.format.KeyRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

@Tag("slow")
@DisplayName("Every input results in a key or a KeyFormatException, and the error does not quote the input")
class MutationTest {

    private static final int MUTANTS = 400;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec-256.pkcs8.der",
                "ec-256.sec1.der",
                "ec-256.pbes2.der",
                "rsa.pkcs1.der",
                "ec-256.no-public.sec1.pem",
                "ec-256.parameters-sec1.pem",
                "ec-256.dek-aes256.pem",
                "rsa.bag-attributes.pem",
                "refused.openssh.pem",
                "refused.request.pem",
                "openssl.p12",
                "keytool.jks",
            })
    void ofBytes(String name) {
        byte[] original = Fixtures.bytes(name);
        Random random = new Random(name.hashCode());
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutant(original, random);
            try {
                KeyParser.parse(mutant).privateKey(new KeyRequest(Fixtures.password()));
            } catch (UnusableKeyException e) {
                Secrecy.assertShowsNothingOf(e, new String(original, ISO_8859_1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"EC\",\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\",\"use\":\"sig\",\"crv\":\"P-256\","
                        + "\"kid\":\"1\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
                        + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\",\"key_ops\":[\"sign\"]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"1\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"AQAB\",\"x5c\":[\"MIIB\"]}]}",
            })
    void ofJson(String json) {
        Random random = new Random(json.hashCode());
        for (int i = 0; i < 10 * MUTANTS; i++) {
            byte[] mutant = mutant(json.getBytes(ISO_8859_1), random);
            try {
                KeyParser.parse(mutant).privateKey(new KeyRequest(null));
            } catch (UnusableKeyException e) {
                Secrecy.assertShowsNothingOf(e, json);
            }
        }
    }

    private static byte[] mutant(byte[] original, Random random) {
        byte[] mutant = original.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int position = random.nextInt(4) == 0
                    ? random.nextInt(mutant.length)
                    : random.nextInt(Math.min(90, mutant.length));
            mutant[position] = random.nextBoolean()
                    ? (byte) random.nextInt(128)
                    : (byte) (mutant[position] ^ (1 << random.nextInt(7)));
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
    }
}
