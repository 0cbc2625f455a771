// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("An input that is not a signing key is rejected by name and not quoted")
class RefusalTest {

    private static final String PEM = Fixtures.text("ec-256.pkcs8.pem");
    private static final String BODY = PEM.replaceAll("-----.*-----|\\s", "");
    private static final String EXAMPLE_JWT = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkFCQzEyM0RFRkcifQ"
            + ".eyJpc3MiOiJERUYxMjNHSElKIiwic3ViIjoiY29tLmV4YW1wbGUud2ViIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";

    @ParameterizedTest
    @CsvSource({
        "rsa.public.pem, a public key",
        "rsa.public.pkcs1.pem, a public key",
        "ec-256.public.pem, a public key",
        "rsa.certificate.pem, a certificate",
        "refused.request.pem, a certificate request",
        "refused.pkcs7.pem, a PKCS#7 bundle",
        "refused.secp256k1.sec1.pem, an EC key on secp256k1",
        "refused.secp256k1.pkcs8.pem, an EC key on secp256k1",
        "refused.brainpool.pem, an EC key on brainpoolP256r1",
        "refused.ed448.pem, a key of type Ed448",
        "refused.x25519.pem, a key of type X25519",
        "refused.rsa-pss.pem, a key of type RSASSA-PSS only",
        "refused.rsa-1024.pem, an RSA key of 1024 bits",
        "refused.dsa.pem, a key of type DSA",
        "refused.dsa-traditional.pem, a key of type DSA",
        "refused.openssh.pem, an OpenSSH private key",
        "refused.openssh-public.txt, an OpenSSH public key",
        "ec-256.explicit.sec1.pem, an EC key with explicit curve parameters",
        "openssl.p12, a PKCS#12 key store",
        "keytool.jks, a JKS key store",
        "ec-256.pbes2.pem, 'an encrypted private key, without a password'",
        "ec-256.pbes2.der, 'an encrypted private key, without a password'",
        "rsa.dek-aes256.pem, 'an encrypted private key, without a password'",
    })
    void rejectsFile(String name, String found) {
        Path file = Fixtures.file(name);

        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> SigningKey.load(file));

        assertThat(refusal.found()).startsWith(found);
        assertThat(refusal).hasMessageContaining(name).hasMessageContaining(refusal.expected());
        assertThat(refusal).hasMessageEndingWith(refusal.remedy());
        Secrecy.assertShowsNothingOf(refusal, Fixtures.text(name));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("", "empty text"),
                Arguments.of(" \n\"\"\n", "empty text"),
                Arguments.of("<!DOCTYPE html>\n<html><body>Sign in</body></html>", "an HTML or XML page"),
                Arguments.of(EXAMPLE_JWT, "a JWT"),
                Arguments.of("eyJhbGciOiJkaXIifQ..c29tZSBpdg.c29tZSB0ZXh0.dGFn", "an encrypted JWT"),
                Arguments.of("${APPLE_PRIVATE_KEY}", "a placeholder"),
                Arguments.of("$APPLE_PRIVATE_KEY", "a placeholder"),
                Arguments.of("<your private key>", "a placeholder"),
                Arguments.of("{{ apple.key }}", "a placeholder"),
                Arguments.of("8136a1f6-c995-4010-b964-bc8278c107ef", "a UUID, possibly a key id or client id"),
                Arguments.of("SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59", "an Apple client id"),
                Arguments.of("ABC123DEFG", "ten characters that look like an Apple key id"),
                Arguments.of("https://example.com/key.pem", "a URL"),
                Arguments.of("/no/such/key.p8", "a path instead of a key, of a file that does not exist"),
                Arguments.of("keys\\school.pem", "a path instead of a key, of a file that does not exist"),
                Arguments.of("./secrets", "a path instead of a key"),
                Arguments.of(
                        Fixtures.file("rsa.pkcs8.pem").toString(), "a path instead of a key, of a file that exists"),
                Arguments.of("PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none", "a PuTTY key"),
                Arguments.of("$ANSIBLE_VAULT;1.1;AES256\n6433", "an Ansible vault"),
                Arguments.of(
                        "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQ==\n-----END PGP PRIVATE KEY BLOCK-----",
                        "an OpenPGP"),
                Arguments.of(
                        "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----", "an SSH public key"),
                Arguments.of("correct horse battery staple", "text that is neither PEM"),
                Arguments.of("{\"keys\":1}", "JSON that is neither a JWK nor a JWK Set"),
                Arguments.of("{\"kty\":\"EC\"", "broken JSON"),
                Arguments.of("{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"AQAB\"}", "a JWK of type EC without x, y"),
                Arguments.of("{\"kty\":\"oct\",\"k\":\"c2VjcmV0LXNlY3JldC1zZWNyZXQ\"}", "a symmetric JWK"),
                Arguments.of(
                        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                                + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                        "a key of type OKP, on X25519"),
                Arguments.of("{\"keys\":[]}", "a JWK Set without a private key"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void rejectsText(String text, String found) {
        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(text));

        assertThat(refusal.found()).startsWith(found);
        Secrecy.assertShowsNothingOf(refusal, text);
    }

    static Stream<Arguments> damagedKeys() {
        String oneLine = PEM.replace("\n", "");
        return Stream.of(
                Arguments.of(
                        PEM.lines().findFirst().orElseThrow(), "a truncated PEM: BEGIN PRIVATE KEY without its END"),
                Arguments.of(PEM.substring(0, 120), "a truncated PEM"),
                Arguments.of(PEM.substring(0, 120) + "\n" + PEM, "a truncated PEM"),
                Arguments.of(PEM.substring(PEM.indexOf('\n')), "a PEM without its BEGIN line"),
                Arguments.of(BODY.substring(0, 100), "a truncated key: its DER declares"),
                Arguments.of(
                        PEM.replace(BODY.substring(20, 40), "..."), "a PEM block PRIVATE KEY whose body is not base64"),
                Arguments.of(PEM.replace(BODY.substring(20, 24), ""), "a truncated key"),
                Arguments.of(oneLine.replace(BODY, ""), "an empty PEM block"),
                Arguments.of(PEM + Fixtures.text("ec-384.pkcs8.pem"), "2 different private keys"),
                Arguments.of(
                        Fixtures.text("ec-256.parameters-sec1.pem").split("-----BEGIN EC PRIVATE")[0],
                        "key parameters without a key"),
                Arguments.of(HexFormat.of().formatHex(Fixtures.bytes("ec-256.pkcs8.der")), "hexadecimal"));
    }

    @ParameterizedTest
    @MethodSource("damagedKeys")
    void rejectsDamagedKey(String text, String found) {
        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(text));

        assertThat(refusal.found()).startsWith(found);
        Secrecy.assertShowsNothingOf(refusal, PEM);
        Secrecy.assertShowsNothingOf(refusal, text);
    }

    @ParameterizedTest
    @CsvSource({
        "ec-256.pbes2.pem",
        "rsa.pbes1-3des.pem",
        "rsa.pbes1-des.pem",
        "rsa.dek-des3.pem",
        "ec-256.dek-aes256.pem"
    })
    void rejectsAWrongPasswordAndDoesNotRepeatIt(String name) {
        // A wrong password passes the padding check once in 256 times, so 300 passwords cover that case.
        for (int i = 0; i < 300; i++) {
            String wrong = "wrong password " + i;
            KeyFormatException refusal = catchThrowableOfType(
                    KeyFormatException.class,
                    () -> SigningKey.parseEncrypted(Fixtures.text(name), wrong.toCharArray()));

            assertThat(refusal.found())
                    .isEqualTo("an encrypted private key that cannot be decrypted with this password");
            assertThat(Secrecy.shown(refusal)).doesNotContain(wrong);
        }
    }

    @Test
    void rejectsThePublicPointOfAnotherKey() {
        byte[] der = Fixtures.bytes("ec-256.sec1.der");
        byte[] other = SigningKey.generate(JWSAlgorithm.ES256).publicKey().getEncoded();
        System.arraycopy(other, other.length - 65, der, der.length - 65, 65);

        KeyFormatException refusal = refusalOf(der);

        assertThat(refusal.found()).isEqualTo("a private key and a public key that do not match");
    }

    @Test
    void rejectsAPointOffTheCurve() {
        byte[] der = Fixtures.bytes("ec-256.sec1.der");
        der[der.length - 1] ^= 1;

        assertThat(refusalOf(der).found()).isEqualTo("an EC key whose public point is not on P-256");
    }

    @Test
    void rejectsAPrivateNumberOutsideTheOrderOfTheCurve() {
        byte[] zero = Fixtures.bytes("ec-256.sec1.der");
        byte[] huge = zero.clone();
        // SEQUENCE (2), INTEGER 1 (3), OCTET STRING (2): the private number is bytes 7 to 38.
        for (int i = 7; i < 39; i++) {
            zero[i] = 0;
            huge[i] = (byte) 0xff;
        }

        assertThat(refusalOf(zero).found()).isEqualTo("an EC key whose private value is outside the range of P-256");
        assertThat(refusalOf(huge).found()).isEqualTo("an EC key whose private value is outside the range of P-256");
    }

    @Test
    void rejectsInconsistentRsaNumbers() {
        byte[] whole = Fixtures.bytes("rsa.pkcs1.der");
        // One bit of each part: modulus, private exponent, primes, CRT exponents, coefficient.
        for (int position : List.of(100, 400, 600, 730, 860, 1000, whole.length - 10)) {
            byte[] damaged = whole.clone();
            damaged[position] ^= 2;

            assertThat(refusalOf(damaged).found())
                    .as("bit in byte %d", position)
                    .isEqualTo("an RSA key whose numbers are inconsistent");
        }
    }

    @Test
    void rejectsMoreThanOneMebibyte(@TempDir Path directory) throws IOException {
        String text = PEM + " ".repeat(1 << 20);
        Path file = Files.writeString(directory.resolve("large.pem"), text);

        assertThat(catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(text)))
                .hasMessageContaining("more than 1 MiB");
        assertThat(catchThrowableOfType(KeyFormatException.class, () -> SigningKey.load(file)))
                .hasMessageContaining("large.pem")
                .hasMessageContaining("more than 1 MiB");
    }

    @Test
    void rejectsBinaryDataAndTruncatedDer(@TempDir Path directory) throws IOException {
        Path binary = Files.write(directory.resolve("image"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2});
        byte[] der = Fixtures.bytes("ec-256.pkcs8.der");
        Path cut = Files.write(directory.resolve("cut.der"), Arrays.copyOf(der, der.length - 20));

        assertThat(catchThrowableOfType(KeyFormatException.class, () -> SigningKey.load(binary))
                        .found())
                .isEqualTo("binary data that is not a key");
        assertThat(catchThrowableOfType(KeyFormatException.class, () -> SigningKey.load(cut))
                        .found())
                .startsWith("a truncated key: its DER declares 135 bytes, but 115 follow");
    }

    private static KeyFormatException refusalOf(byte[] der) {
        String base64 = Base64.getEncoder().encodeToString(der);
        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(base64));
        Secrecy.assertShowsNothingOf(refusal, base64);
        return refusal;
    }

    @Test
    void aTruncatedKeyIsNeitherAcceptedNorRepeated() {
        for (int length = 0; length < BODY.length(); length++) {
            String prefix = BODY.substring(0, length);
            KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(prefix));
            Secrecy.assertShowsNothingOf(refusal, BODY);
        }
    }

    static Stream<String> endless() {
        int nearly = (1 << 20) - 200;
        String body = BODY.substring(0, 60);
        return Stream.of(
                "x" + " ".repeat(nearly) + "x",
                "\\".repeat(nearly),
                "-".repeat(nearly),
                "a1".repeat(nearly / 2),
                "a1 ".repeat(nearly / 3),
                "A".repeat(nearly),
                "-----BEGIN PRIVATE KEY-----" + "\n".repeat(nearly) + "-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----" + "\\".repeat(nearly) + "-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----" + "A".repeat(nearly) + "-----END PRIVATE KEY-----",
                "-----BEGIN ".repeat(nearly / 11),
                "-----BEGIN A-----".repeat(nearly / 17),
                "-----BEGIN A-----AAAA-----END A-----".repeat(nearly / 36),
                "{\"a\":".repeat(nearly / 5),
                "[".repeat(nearly),
                "{" + "[".repeat(nearly),
                "a.".repeat(nearly / 2),
                "$" + "{".repeat(nearly),
                body + "\n".repeat(nearly) + body,
                "-----BEGIN PRIVATE KEY-----" + "\"".repeat(nearly) + "-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\"" + " ".repeat(nearly) + "-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----" + "\" + ".repeat(nearly / 4) + "-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----" + "n".repeat(nearly) + "-----END PRIVATE KEY-----",
                "BEGIN PRIVATE KEY " + "=\n".repeat(nearly / 2),
                "BEGIN ".repeat(nearly / 6),
                "\u2014".repeat(nearly / 3) + "BEGIN",
                "{\\rtf" + "\\a".repeat(nearly / 2),
                "&".repeat(nearly),
                "&#1".repeat(nearly / 3),
                "BEGIN <br" + "<br".repeat(nearly / 3),
                (body + ":\n").repeat(nearly / 62),
                "{\"a\":\"" + "{\\\"a\\\":".repeat(nearly / 10) + "\"}",
                "[\"" + "\",\"".repeat(nearly / 3) + "\"]",
                "kind: ".repeat(nearly / 6),
                "error ".repeat(nearly / 6),
                "(?".repeat(nearly / 2));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("endless")
    @Timeout(10)
    void returnsInTimeForAnyMebibyte(String text) {
        assertThat(catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(text)))
                .isNotNull();
    }

    @Test
    @Timeout(10)
    void rejectsAnRsaModulusThatWouldTakeTooLong() {
        byte[] n = new byte[100_000];
        Arrays.fill(n, (byte) 0x7f);
        String json = "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"d\":\"AQAB\",\"n\":\"" + Base64URL.encode(n) + "\"}";

        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(json));

        assertThat(refusal.found()).isEqualTo("an RSA key of 799999 bits");
        assertThat(refusal.expected()).isEqualTo("an RSA key of 2048 to 8192 bits");
    }

    @Test
    void aKeyJoinedToItsLabelIsNotRepeated() {
        String run = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg";
        String text = "-----BEGIN PRIVATE KEY " + run + "-----";

        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(text));

        Secrecy.assertShowsNothingOf(refusal, run);
    }
}
