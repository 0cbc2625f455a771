// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.key.inspect.KeyInspection;
import dev.clientauth.key.inspect.VerificationKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("A key designed to exhaust CPU or memory is rejected before the work is done")
class HostileKeyTest {
    private static final Duration AT_MOST = Duration.ofSeconds(1);
    private static final BigInteger E = BigInteger.valueOf(65537);
    private static final byte[] SALT = new byte[16];

    static Stream<BigInteger> moduli() {
        Random random = new Random(7);
        return Stream.of(
                new BigInteger(8191, random).setBit(8191).setBit(0),
                new BigInteger(4095, random).setBit(4095).setBit(0),
                // A prime: every base fails to factor it.
                BigInteger.ONE.shiftLeft(4423).subtract(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(2203).subtract(BigInteger.ONE),
                new BigInteger(16383, random).setBit(16383).setBit(0),
                new BigInteger(100_000, random).setBit(100_000).setBit(0));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("moduli")
    void anRsaJwkWithoutPrimesCostsFewMultiplications(BigInteger n) {
        BigInteger d = E.modInverse(n.subtract(BigInteger.ONE));

        assertRefusedSoon(() -> SigningKey.parse(rsa(n, E, d)));
        assertRefusedSoon(() -> VerificationKey.parse(rsa(n, E, d)));
    }

    @Test
    void otherNumbersOfAnRsaJwkAreLimited() {
        BigInteger n = new BigInteger(2047, new Random(1)).setBit(2047).setBit(0);
        BigInteger huge = new BigInteger(3_000_000, new Random(2)).setBit(0);
        String key = rsa(n, E, n.subtract(BigInteger.TWO));

        assertRefusedSoon(() -> SigningKey.parse(rsa(n, huge, E)));
        assertRefusedSoon(() -> SigningKey.parse(rsa(n, E, huge)));
        assertRefusedSoon(() -> SigningKey.parse(key.replace("}", ",\"p\":\"" + number(huge) + "\",\"q\":\"Aw\"}")));
        assertRefusedSoon(() -> VerificationKey.parse(rsa(n, huge, E)));
    }

    @Test
    void theCoordinatesOfAnEcJwkAreLimited() {
        String huge = number(new BigInteger(3_000_000, new Random(3)));

        assertRefusedSoon(() -> VerificationKey.parse(
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + huge + "\",\"y\":\"" + huge + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000_001, 10_000_000, Integer.MAX_VALUE})
    void theIterationsOfAnEncryptedKeyAreLimited(int iterations) throws IOException {
        String pbes2 = pem(encrypted(pbes2(pbkdf2(iterations))));
        String pbes1 = pem(encrypted(pbes1(iterations)));

        assertThat(assertRefusedSoon(() -> SigningKey.parseEncrypted(pbes2, Fixtures.password())))
                .isEqualTo("an encrypted key or key store that requires " + iterations + " iterations");
        assertRefusedSoon(() -> SigningKey.parseEncrypted(pbes1, Fixtures.password()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 16, 1 << 20, 1 << 30})
    void theMemoryOfScryptIsLimited(int n) throws IOException {
        String key = pem(encrypted(
                pbes2(new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt, new ScryptParams(SALT, n, 8, 1)))));

        assertThat(assertRefusedSoon(() -> SigningKey.parseEncrypted(key, Fixtures.password())))
                .contains("scrypt with " + n / 1024 + " MiB");
    }

    @Test
    void theParallelizationOfScryptIsLimited() throws IOException {
        String key = pem(encrypted(pbes2(
                new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt, new ScryptParams(SALT, 1 << 14, 8, 1000)))));

        assertThat(assertRefusedSoon(() -> SigningKey.parseEncrypted(key, Fixtures.password())))
                .contains("parallelization");
    }

    @Test
    void theIterationsOfAKeyStoreMacAreLimited(@TempDir Path directory) throws IOException {
        Pfx pfx = Pfx.getInstance(Fixtures.bytes("openssl.p12"));
        MacData mac = pfx.getMacData();
        Path file = Files.write(
                directory.resolve("mac.p12"),
                new Pfx(pfx.getAuthSafe(), new MacData(mac.getMac(), mac.getSalt(), 10_000_000)).getEncoded("DER"));

        assertThat(assertRefusedSoon(() -> fromKeyStore(file))).contains("iterations");
    }

    @Test
    void theIterationsOfAllKeysOfAKeyStoreAreAddedUp(@TempDir Path directory) throws IOException {
        ASN1Encodable bag = new SafeBag(
                PKCSObjectIdentifiers.pkcs8ShroudedKeyBag,
                new EncryptedPrivateKeyInfo(pbes2(pbkdf2(600_000)), new byte[64]));
        Path file = Files.write(directory.resolve("keys.p12"), keyStore(bag, bag, bag, bag));
        Path few = Files.write(directory.resolve("few.p12"), keyStore(bag));

        assertThat(assertRefusedSoon(() -> fromKeyStore(file))).contains("2400000 iterations");
        assertThat(catchThrowableOfType(KeyFormatException.class, () -> fromKeyStore(few))
                        .found())
                .doesNotContain("iterations");
    }

    static Stream<Consumer<String>> readers() {
        return Stream.of(
                SigningKey::parse,
                text -> SigningKey.parseEncrypted(text, Fixtures.password()),
                text -> SigningKey.fromJwkSet(text, "k"),
                VerificationKey::parse,
                KeyInspection::parse,
                PublicKeySet::parse);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("readers")
    void aTextOfFiftyMegabytesIsRejectedUnread(Consumer<String> reader) {
        for (String unit : List.of("A", "{\"keys\":[", "-----BEGIN ")) {
            String text = unit.repeat((50 << 20) / unit.length());

            long allocated = WorkMeasure.allocatedBytes(() -> assertThat(
                            catchThrowableOfType(KeyFormatException.class, () -> reader.accept(text))
                                    .found())
                    .isEqualTo("more than 1 MiB"));

            assertThat(allocated).isLessThan(1 << 20);
        }
    }

    private static String assertRefusedSoon(Runnable reading) {
        KeyFormatException[] refusal = new KeyFormatException[1];
        Duration took = WorkMeasure.processorTime(
                () -> refusal[0] = catchThrowableOfType(KeyFormatException.class, reading::run));
        assertThat(refusal[0]).isNotNull();
        assertThat(took).isLessThan(AT_MOST);
        return refusal[0].found();
    }

    private static void fromKeyStore(Path file) {
        try {
            SigningKey.fromKeyStore(file, Fixtures.password());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String rsa(BigInteger n, BigInteger e, BigInteger d) {
        return "{\"kty\":\"RSA\",\"n\":\"" + number(n) + "\",\"e\":\"" + number(e) + "\",\"d\":\"" + number(d) + "\"}";
    }

    private static String number(BigInteger value) {
        return Base64URL.encode(value).toString();
    }

    private static KeyDerivationFunc pbkdf2(int iterations) {
        return new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2,
                new PBKDF2Params(SALT, iterations, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256)));
    }

    private static AlgorithmIdentifier pbes2(KeyDerivationFunc function) {
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBES2,
                new PBES2Parameters(
                        function,
                        new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]))));
    }

    private static AlgorithmIdentifier pbes1(int iterations) {
        ASN1ObjectIdentifier scheme = PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC;
        return new AlgorithmIdentifier(scheme, new PKCS12PBEParams(SALT, iterations));
    }

    private static byte[] encrypted(AlgorithmIdentifier scheme) throws IOException {
        return new EncryptedPrivateKeyInfo(scheme, new byte[64]).getEncoded();
    }

    private static byte[] keyStore(ASN1Encodable... bags) throws IOException {
        ContentInfo safe =
                new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(new DERSequence(bags).getEncoded()));
        return new Pfx(
                        new ContentInfo(
                                PKCSObjectIdentifiers.data, new DEROctetString(new DERSequence(safe).getEncoded())),
                        null)
                .getEncoded("DER");
    }

    private static String pem(byte[] der) {
        return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(der)
                + "\n-----END ENCRYPTED PRIVATE KEY-----";
    }
}
