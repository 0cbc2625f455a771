// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.CliHarness;
import dev.clientauth.cli.KeyPairFile;
import dev.clientauth.key.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys are generated, inspected, published and compared. */
class KeysCommandTest {
    private static final Path KEYS = Path.of("../src/test/resources/keys");

    @TempDir
    private Path folder;

    private final CliHarness harness = new CliHarness();

    private String fixture(String name) {
        return KEYS.resolve(name).toString();
    }

    @ParameterizedTest
    @CsvSource({"ES256, EC P-256", "ES384, EC P-384", "es512, EC P-521", "RS256, RSA 2048", "PS384, RSA 2048"})
    void aNewKeyIsReadableOnlyByItsOwner(String algorithm, String type) throws IOException {
        Path file = folder.resolve("new.pem");
        harness.run("keys", "generate", "--alg", algorithm, "--out", file.toString());
        assertThat(harness.exit()).as(harness.err()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        SigningKey key = SigningKey.load(file);
        assertThat(key.toString()).contains(type);
        assertThat(harness.out()).contains(key.thumbprint(), "\"kty\"").doesNotContain("\"d\"", "PRIVATE KEY-");
    }

    @Test
    void aKeyIsReplacedOnlyWithForce() throws IOException {
        Path file = folder.resolve("new.pem");
        String[] generate = {"keys", "generate", "--alg", "ES256", "--kid", "a", "--out", file.toString()};
        harness.run(generate);
        String first = Files.readString(file);
        harness.run(generate);
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).contains("already exists; nothing was written");
        assertThat(file).hasContent(first);
        Path other = Files.createFile(folder.resolve("new.pem.new"));
        harness.run("keys", "generate", "--alg", "RS384", "--bits", "3072", "--out", file.toString(), "--force");
        assertThat(harness.exit()).as(harness.err()).isZero();
        assertThat(SigningKey.load(file).toString()).contains("RSA 3072");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(other).isEmptyFile();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("new.pem", "new.pem.new");
    }

    @Test
    void aFolderIsNotReplacedByAKey() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("keys"));
        for (String force : List.of("", "--force")) {
            List<String> generate =
                    new ArrayList<>(List.of("keys", "generate", "--alg", "ES256", "--out", inside.toString(), force));
            generate.remove("");
            harness.run(generate.toArray(String[]::new));
            assertThat(harness.exit()).isEqualTo(2);
            assertThat(harness.err()).contains("is a folder");
            assertThat(inside).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @CsvSource({"HS256, 2048", "none, 2048", "Ed448, 2048", "ES256K, 2048", "RS256, 1024", "RS256, 2049"})
    void weakAndUnsupportedKeysAreNotGenerated(String algorithm, String bits) {
        Path file = folder.resolve("new.pem");
        harness.run("keys", "generate", "--alg", algorithm, "--bits", bits, "--out", file.toString());
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(file).doesNotExist();
    }

    @Test
    void inspectPrintsTypeThumbprintAndFingerprint() throws IOException {
        String sha1 = Files.readString(KEYS.resolve("rsa.certificate.sha1.txt")).replaceAll("(?s).*=|[:\\s]", "");
        harness.run("keys", "inspect", fixture("rsa.certificate-and-key.pem"));
        assertThat(harness.exit()).isZero();
        assertThat(harness.out()).contains("RSA 2048", "PKCS#8 private key", sha1);
        String thumbprint = SigningKey.load(KEYS.resolve("rsa.pkcs8.pem")).thumbprint();
        for (String form :
                new String[] {"rsa.certificate.pem", "rsa.public.pem", "rsa.public.pkcs1.pem", "rsa.pkcs1.der"}) {
            assertThat(harness.run("keys", "inspect", fixture(form)).out())
                    .as(form)
                    .contains(thumbprint);
        }
    }

    @Test
    void inspectReportsAWrongLabel() {
        assertThat(harness.run("keys", "inspect", fixture("rsa.pkcs1-as-pkcs8.pem"))
                        .out())
                .contains("labeled PRIVATE KEY, but it is a PKCS#1 RSA private key");
        assertThat(harness.run("keys", "inspect", fixture("rsa.pkcs1.pem")).out())
                .doesNotContain("labeled");
    }

    @Test
    void theKeyIdIsReadFromApplesFileName() {
        KeyPairFile key = KeyPairFile.make(folder, "AuthKey_ABC123DEFG.p8", JWSAlgorithm.ES256, "x");
        harness.run("keys", "inspect", key.file().toString(), "--json");
        assertThat(harness.json().at("/keys/0/kid").asText()).isEqualTo("ABC123DEFG");
        assertThat(harness.json().at("/keys/0/thumbprint").asText())
                .isEqualTo(key.key().thumbprint());
    }

    @ParameterizedTest
    @CsvSource({
        "refused.ed448.pem, Ed448",
        "refused.rsa-1024.pem, RSA key of 1024 bits",
        "refused.request.pem, certificate request",
        "ec-256.pbes2.pem, CLIENTAUTH_KEY_PASSWORD",
        "keytool.p12, CLIENTAUTH_KEY_PASSWORD"
    })
    void unusableKeysAreReported(String file, String words) {
        harness.run("keys", "inspect", fixture(file));
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out().replaceAll("\\s+", " "))
                .contains("Not usable", words)
                .doesNotContain("SigningKey.");
        harness.run("keys", "inspect", fixture(file), "--json");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.json().path("remedy").asText()).isNotBlank();
    }

    @Test
    void aJwkSetIsReadyToBePublished() {
        KeyPairFile one = KeyPairFile.make(folder, "one.pem", JWSAlgorithm.ES384, "x");
        harness.run("keys", "jwks", one.file().toString(), fixture("rsa.certificate.pem"), "--kid", "a", "--kid", "b");
        assertThat(harness.exit()).as(harness.err()).isZero();
        assertThat(harness.json().at("/keys/0/kid").asText()).isEqualTo("a");
        assertThat(harness.json().at("/keys/1/kid").asText()).isEqualTo("b");
        assertThat(harness.out()).doesNotContain("\"d\"");
        Path set = CliHarness.write(folder.resolve("jwks.json"), harness.out());
        harness.run("keys", "inspect", set.toString(), "--json");
        assertThat(harness.json().path("keys").size()).isEqualTo(2);
        harness.run("keys", "jwks", set.toString());
        assertThat(harness.json().at("/keys/1/kid").asText()).isEqualTo("b");
    }

    @Test
    void controlCharactersInAKeyIdAreEscapedAsTextButNotInJson() {
        KeyPairFile one = KeyPairFile.make(folder, "one.pem", JWSAlgorithm.ES384, "x");
        String hostile = "a\u009b31m\u202eb";
        harness.run("keys", "jwks", one.file().toString(), "--kid", hostile);
        assertThat(harness.exit()).as(harness.err()).isZero();
        assertThat(harness.out()).doesNotContain("\u009b", "\u202e").contains("a\\u009b31m\\u202eb");
        assertThat(harness.json().at("/keys/0/kid").asText()).isEqualTo(hostile);
    }

    @Test
    void oneKeyIdIsRequiredForEachFile() {
        KeyPairFile one = KeyPairFile.make(folder, "one.pem", JWSAlgorithm.ES384, "x");
        String file = one.file().toString();
        assertThat(harness.run("keys", "jwks", file, file, "--kid", "a").exit()).isEqualTo(2);
        assertThat(harness.run("keys", "jwks", file, file, "--kid", "a", "--kid", "a")
                        .exit())
                .isNotZero();
        assertThat(harness.err()).contains("Two keys have the key id a");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.pkcs8.pem, rsa.certificate.pem, 0",
        "rsa.pkcs1.der, rsa.public.pkcs1.pem, 0",
        "rsa.pkcs8.pem, rsa.pkcs1.pem, 0",
        "ec-256.sec1.pem, ec-256.public.pem, 0",
        "ec-256.pkcs8.pem, ec-384.public.pem, 1",
        "ec-256.pkcs8.pem, rsa.certificate.pem, 1",
        "ec-256.public.pem, ec-256.public.pem, 2"
    })
    void matchComparesKeys(String ours, String theirs, int exit) {
        harness.run("keys", "match", fixture(ours), fixture(theirs));
        assertThat(harness.exit()).as(harness.all()).isEqualTo(exit);
        if (exit < 2) {
            assertThat(harness.out()).contains(exit == 0 ? "The keys match" : "The keys do not match");
            harness.run("keys", "match", fixture(ours), fixture(theirs), "--json");
            assertThat(harness.json().path("match").asBoolean()).isEqualTo(exit == 0);
            assertThat(harness.json().at("/others/0/thumbprint").asText()).hasSize(43);
        }
    }

    @Test
    void thePasswordIsReadFromTheEnvironment() {
        harness.with("CLIENTAUTH_KEY_PASSWORD", "correct horse");
        assertThat(harness.run("keys", "match", fixture("ec-256.pbes2.pem"), fixture("ec-256.public.pem"))
                        .exit())
                .as(harness.all())
                .isZero();
        harness.run("keys", "inspect", fixture("openssl.p12"));
        assertThat(harness.exit()).as(harness.all()).isZero();
        assertThat(harness.out()).contains("thumbprint").doesNotContain("correct horse");
    }

    @Test
    void aMissingFileIsNamed() {
        for (String command : new String[] {"inspect", "jwks"}) {
            assertThat(harness.run("keys", command, "/nowhere/key.pem").exit()).isEqualTo(2);
            assertThat(harness.err()).contains("File not found: /nowhere/key.pem");
        }
    }

    /** A point that is not on P-256, as PEM and as a JWK; Java's own reader accepts the first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PUBLIC KEY-----\n"
                        + "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAER3UVvINowOQ6EVRhusQ3lOnG5w6T"
                        + "drErW3M0gx2oa8jPlMlne8iBgzjP3NsPiwIl6JCRnYoW4rhI2+EWRxqAFA==\n-----END PUBLIC KEY-----\n",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"a\",\"x\":\"AQ\",\"y\":\"AQ\"}"
            })
    void everyCommandRejectsAnEcKeyOffItsCurve(String key) throws IOException {
        Path file = Files.writeString(folder.resolve("off.pem"), key);

        harness.run("keys", "inspect", file.toString());
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("not on P-256");
        harness.run("keys", "match", fixture("ec-256.pkcs8.pem"), file.toString());
        assertThat(harness.exit()).isNotZero();
        assertThat(harness.out() + harness.err()).contains("not on P-256");
        harness.run("keys", "jwks", file.toString());
        assertThat(harness.exit()).isNotZero();
        assertThat(harness.out() + harness.err()).contains("not on P-256");
    }

    @Test
    void aJwkSetKeepsAllKeysAndKeyIds() throws IOException {
        String signing = SigningKey.generate(JWSAlgorithm.ES256)
                .withKeyId("s")
                .publicJwk()
                .toJSONString();
        String encryption = SigningKey.generate(JWSAlgorithm.RS256)
                .withKeyId("x")
                .publicJwk()
                .toJSONString()
                .replace("\"use\":\"sig\"", "\"use\":\"enc\"");
        String edwards = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"o\","
                + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
        Path set = Files.writeString(
                folder.resolve("set.json"), "{\"keys\":[" + signing + "," + encryption + "," + edwards + "]}");

        harness.run("keys", "jwks", set.toString());

        assertThat(harness.exit()).as(harness.err()).isZero();
        assertThat(harness.json().path("keys").findValuesAsText("kid")).containsExactly("s", "x", "o");
        assertThat(harness.json().path("keys").path(1).path("use").asText()).isEqualTo("enc");
    }

    @Test
    void aKeyThatCannotBePublishedIsReportedNotDropped() throws IOException {
        String signing = SigningKey.generate(JWSAlgorithm.ES256)
                .withKeyId("s")
                .publicJwk()
                .toJSONString();
        for (String other : List.of(
                "{\"kty\":\"oct\",\"kid\":\"shared\",\"k\":\"c2VjcmV0LXNlY3JldC1zZWNyZXQ\"}",
                "{\"kty\":\"RSA\",\"kid\":\"shared\",\"e\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"kid\":\"shared\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}")) {
            Path set = Files.writeString(folder.resolve("set.json"), "{\"keys\":[" + signing + "," + other + "]}");

            harness.run("keys", "jwks", set.toString());

            assertThat(harness.exit()).isEqualTo(2);
            assertThat(harness.err())
                    .contains("the key shared cannot be published")
                    .doesNotContain("c2VjcmV0");
            harness.run("keys", "inspect", set.toString());
            assertThat(harness.exit()).isZero();
            assertThat(harness.out()).contains("Not usable", "shared");
        }
    }

    @Test
    void aKeyStoreWithAnEmptyPasswordNeedsNone() throws Exception {
        java.security.KeyStore store = java.security.KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "1",
                java.security.KeyFactory.getInstance("RSA")
                        .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(
                                Files.readAllBytes(KEYS.resolve("rsa.pkcs8.der")))),
                new char[0],
                new java.security.cert.Certificate[] {
                    java.security.cert.CertificateFactory.getInstance("X.509")
                            .generateCertificate(Files.newInputStream(KEYS.resolve("rsa.certificate.pem")))
                });
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        store.store(bytes, new char[0]);
        Path file = Files.write(
                folder.resolve("secret.txt"), java.util.Base64.getEncoder().encode(bytes.toByteArray()));

        harness.run("keys", "inspect", file.toString());

        assertThat(harness.exit()).isZero();
        assertThat(harness.out()).contains("RSA 2048", "a private key in a PKCS12 key store", "fingerprint");
        harness.run("keys", "inspect", fixture("openssl.p12"));
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("CLIENTAUTH_KEY_PASSWORD");
    }

    @Test
    void aPrivateKeyThatOthersCanReadIsReported() throws IOException {
        Path file = folder.resolve("new.pem");
        harness.run("keys", "generate", "--alg", "ES256", "--out", file.toString());
        harness.run("keys", "inspect", file.toString());
        assertThat(harness.out()).doesNotContain("0600");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        harness.run("keys", "inspect", file.toString());
        assertThat(harness.out().replaceAll("\\s+", " ")).contains("Set its mode to 0600");
        harness.run("keys", "inspect", file.toString(), "--json");
        assertThat(harness.json().path("warning").asText()).contains("0600");
    }
}
