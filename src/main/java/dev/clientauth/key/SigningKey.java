// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.crypto.Certificates;
import dev.clientauth.key.crypto.KeyGeneration;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.crypto.KeyPairs;
import dev.clientauth.key.crypto.LocalSigner;
import dev.clientauth.key.crypto.PublicHalf;
import dev.clientauth.key.crypto.Signer;
import dev.clientauth.key.crypto.UnusableKeyException;
import dev.clientauth.key.format.JwkCertificates;
import dev.clientauth.key.format.JwkDocument;
import dev.clientauth.key.format.JwkForm;
import dev.clientauth.key.format.JwkMembers;
import dev.clientauth.key.format.KeyFile;
import dev.clientauth.key.format.KeyParser;
import dev.clientauth.key.format.KeyRequest;
import dev.clientauth.key.format.KeyStoreFile;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import static dev.clientauth.arguments.Arguments.notBlank;
import static dev.clientauth.arguments.Arguments.required;
import static dev.clientauth.arguments.Arguments.validKeyId;
import static dev.clientauth.key.KeyFormatException.checked;

/**
 * A private key that signs client assertions. Reads every common key format.
 *
 * <p>{@code load} and {@code parse} accept PEM (PKCS#8, SEC1, PKCS#1, encrypted or not, under any label), DER, bare base64, and a
 * private JWK or JWK Set (RFC 7517), even if an environment variable, a configuration file or a one-line secret has changed the
 * text: literal {@code \n}, lost line breaks, CRLF, quotes, indentation, a byte order mark, an extra layer of base64.
 * Certificates, comments and parameters next to the key are ignored.
 *
 * <p>The key id is the JWK's {@code kid}, the {@code private_key_id} of Google's key file, or the one in Apple's file name
 * {@code AuthKey_<KEYID>.p8}; {@link #withKeyId} sets any other.
 *
 * <p>EC keys on P-256, P-384 and P-521, Ed25519 keys, and RSA keys of 2048 to 8192 bits with two primes and an odd public
 * exponent of at least 65537 and at most 64 bits are accepted. Weak RSA keys are rejected: an even modulus, small, equal or close
 * primes, or the ROCA fingerprint. Everything else is rejected with a {@link KeyFormatException} that says what it is. The limits
 * are 1 MiB of input and, for encrypted keys, 2,000,000 iterations of the password-based functions or 32 MiB for scrypt.
 *
 * <p>Password arrays are neither kept nor cleared. Except for {@linkplain #remoteUntested untested remote} keys, each key signs
 * and verifies once before it is returned, so that its two halves are known to match.
 *
 * <p>A key signs with the first registered security provider that supports it, usually the JDK's own;
 * {@link #withProvider} chooses a faster one, such as Amazon Corretto's. Instances are immutable and thread-safe.
 *
 * <p>Some encrypted forms need Bouncy Castle ({@code org.bouncycastle:bcpkix-jdk18on}) on the class path: OpenSSL's {@code
 * Proc-Type: 4,ENCRYPTED} and PKCS#8 with scrypt or an old cipher. If it is missing, the message of the exception names it.
 */
public final class SigningKey {

    private final Signer signer;
    private final PublicHalf publicHalf;
    private final byte @Nullable [] certificate;

    private SigningKey(Signer signer, PublicHalf publicHalf, byte @Nullable [] certificate) {
        this.signer = signer;
        this.publicHalf = publicHalf;
        this.certificate = certificate;
    }

    /**
     * Reads an unencrypted key from a file.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it contains no usable private key
     */
    public static SigningKey load(Path file) throws IOException {
        return load(required(file, "file"), new KeyRequest(null));
    }

    /**
     * Reads an encrypted key from a file; an unencrypted key is also accepted.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it contains no usable private key or the password is wrong
     */
    public static SigningKey loadEncrypted(Path file, char[] password) throws IOException {
        return load(required(file, "file"), new KeyRequest(required(password, "password")));
    }

    private static SigningKey load(Path file, KeyRequest request) throws IOException {
        try {
            KeyMaterial material = KeyParser.parse(KeyFile.readPrivate(file)).privateKey(request);
            return keyOf(material.named(KeyFile.keyId(file).orElse(null)));
        } catch (UnusableKeyException e) {
            throw KeyFormatException.of(e, file);
        }
    }

    /**
     * Reads an unencrypted key from a text, such as the value of an environment variable.
     *
     * @throws KeyFormatException if it contains no usable private key
     */
    public static SigningKey parse(String text) {
        return parse(required(text, "text"), new KeyRequest(null));
    }

    /**
     * Reads an encrypted key from a text; an unencrypted key is also accepted.
     *
     * @throws KeyFormatException if it contains no usable private key or the password is wrong
     */
    public static SigningKey parseEncrypted(String text, char[] password) {
        return parse(required(text, "text"), new KeyRequest(required(password, "password")));
    }

    private static SigningKey parse(String text, KeyRequest request) {
        return reading(() -> KeyParser.parse(text).privateKey(request));
    }

    /**
     * Reads the private key with this key id from a JWK Set (RFC 7517 section 5).
     *
     * @throws KeyFormatException if the text is not a JWK Set, or does not have exactly one usable private key with this key id
     */
    public static SigningKey fromJwkSet(String json, String keyId) {
        String id = validKeyId(keyId);
        required(json, "json");
        return reading(() -> JwkDocument.read(json, id));
    }

    /**
     * Reads the only private key of a PKCS#12 or JKS key store.
     *
     * <p>The key has no key id, because an alias is a local name, which JKS even converts to lower case; set the key id with
     * {@link #withKeyId}.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it is not a key store, the password is wrong, or it does not contain exactly one private key
     */
    public static SigningKey fromKeyStore(Path file, char[] password) throws IOException {
        return keyStore(file, password, null, password);
    }

    /**
     * Reads one private key of a PKCS#12 or JKS key store by its alias, without a key id.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException as {@link #fromKeyStore(Path, char[])}; for an unknown alias, the message lists the aliases
     */
    public static SigningKey fromKeyStore(Path file, char[] password, String alias) throws IOException {
        return keyStore(file, password, notBlank(alias, "alias"), password);
    }

    /**
     * Reads one private key of a key store by its alias, if the key has its own password (JKS).
     *
     * @param alias the alias, or null for the only private key
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException as {@link #fromKeyStore(Path, char[], String)}
     */
    public static SigningKey fromKeyStore(Path file, char[] password, @Nullable String alias, char[] keyPassword)
            throws IOException {
        return keyStore(file, password, alias == null ? null : notBlank(alias, "alias"), keyPassword);
    }

    private static SigningKey keyStore(Path file, char[] password, @Nullable String alias, char[] keyPassword)
            throws IOException {
        required(password, "password");
        required(keyPassword, "keyPassword");
        required(file, "file");
        try {
            return keyOf(KeyStoreFile.read(KeyFile.readPrivate(file), password, alias, keyPassword));
        } catch (UnusableKeyException e) {
            throw KeyFormatException.of(e, file);
        }
    }

    /**
     * Returns a signing key for an exportable JDK private key, and derives the public key from it.
     *
     * @throws KeyFormatException if the key has an unsupported type or size, or cannot be exported (PKCS#11)
     */
    public static SigningKey of(PrivateKey privateKey, String keyId) {
        required(privateKey, "privateKey");
        String id = validKeyId(keyId);
        return reading(() -> KeyPairs.complete(privateKey).named(id));
    }

    /**
     * Returns a signing key for a key pair; the private key may be opaque, as in a PKCS#11 token or a Windows key store.
     *
     * @throws KeyFormatException if the halves do not match, or the key has an unsupported type or size
     */
    public static SigningKey of(PrivateKey privateKey, PublicKey publicKey, String keyId) {
        required(privateKey, "privateKey");
        required(publicKey, "publicKey");
        String id = validKeyId(keyId);
        return reading(() -> KeyMaterial.of(privateKey, publicKey).named(id));
    }

    /**
     * Returns a signing key for a private JWK (RFC 7517) with its {@code kid}, if it has one, and limited to its {@code alg}.
     *
     * @throws KeyFormatException if the JWK is public, symmetric, for encryption, or has an unsupported type or size
     */
    public static SigningKey of(JWK jwk) {
        required(jwk, "jwk");
        return reading(() -> JwkForm.read(jwk));
    }

    /**
     * Generates a new key, with its {@linkplain #thumbprint() thumbprint} as key id.
     *
     * @param algorithm ES256, ES384 or ES512 for a key on the algorithm's curve; RS256 to PS512 for RSA 2048; EdDSA
     * @throws IllegalArgumentException for any other algorithm
     */
    public static SigningKey generate(JWSAlgorithm algorithm) {
        required(algorithm, "algorithm");
        SigningKey key = reading(() -> KeyGeneration.generate(algorithm));
        return key.withKeyId(key.thumbprint());
    }

    /**
     * Returns a key that signs through a key management service or a hardware module, which never releases the private key.
     *
     * <p>Each signature is verified with the public key; a signer with another key, or one that hashes twice, causes an
     * exception here instead of an {@code invalid_client} at the provider. The key signs a fixed text before it is returned.
     *
     * @param publicJwk the public half, with its {@code kid} and {@code alg}; without {@code alg}, RSA keys sign with RS256
     * @throws KeyFormatException if the public key has an unsupported type or size
     * @throws IllegalStateException if the service does not sign, or signs with another key or another algorithm
     * @throws java.io.UncheckedIOException if the service could not be reached
     */
    public static SigningKey remote(JWK publicJwk, RemoteSigner signer) {
        return RemoteKey.tested(remoteUntested(publicJwk, signer));
    }

    /**
     * Returns the same key as {@link #remote}, without the test signature: for a service that may be down while the application
     * starts, or that charges for signatures or limits their number.
     *
     * @throws KeyFormatException if the public key has an unsupported type or size
     */
    public static SigningKey remoteUntested(JWK publicJwk, RemoteSigner signer) {
        JwkMembers members = JwkMembers.of(required(publicJwk, "publicJwk").toJSONObject());
        required(signer, "signer");
        return checked(() -> {
            PublicHalf half = JwkForm.publicHalf(members);
            List<byte[]> certificates = JwkCertificates.read(members, half.key());
            return new SigningKey(
                    new RemoteKey(signer, half), half, Certificates.certificateOf(half.key(), certificates));
        });
    }

    private static SigningKey reading(Supplier<KeyMaterial> material) {
        return checked(() -> keyOf(material.get()));
    }

    private static SigningKey keyOf(KeyMaterial material) {
        PublicHalf publicHalf = PublicHalf.of(material.publicKey(), material.keyId(), material.algorithm());
        Signer signer = new LocalSigner(material.privateKey());
        publicHalf.requireMatch(signer);
        return new SigningKey(
                signer, publicHalf, Certificates.certificateOf(material.publicKey(), material.certificates()));
    }

    /** Returns the key id for the {@code kid} header (RFC 7515 section 4.1.4), if one is known. */
    public Optional<String> keyId() {
        return Optional.ofNullable(publicHalf.jwk().getKeyID());
    }

    /**
     * Returns a copy with the key id under which the key is registered with the provider.
     *
     * @throws IllegalArgumentException if it is blank, begins or ends with white space, or contains control characters
     */
    public SigningKey withKeyId(String keyId) {
        return new SigningKey(signer, publicHalf.withKeyId(validKeyId(keyId)), certificate);
    }

    /**
     * Returns a copy limited to one algorithm, which is also the {@code alg} of its {@linkplain #publicJwk() public JWK}.
     *
     * @throws KeyFormatException if the key does not support it
     */
    public SigningKey withAlgorithm(JWSAlgorithm algorithm) {
        required(algorithm, "algorithm");
        return checked(() -> new SigningKey(signer, publicHalf.withAlgorithm(algorithm), certificate));
    }

    /**
     * Returns a copy that signs with this security provider instead of the first registered one that supports the key.
     *
     * <p>Amazon Corretto Crypto Provider ({@code new AmazonCorrettoCryptoProvider()}) and Conscrypt ({@code
     * Conscrypt.newProvider()}) sign several times as fast as the JDK; neither has to be registered with the JVM. The key signs
     * and verifies once before it is returned.
     *
     * @throws KeyFormatException if this provider cannot sign with the key
     * @throws IllegalStateException if the key is remote
     */
    public SigningKey withProvider(Provider provider) {
        Signer through = signer.with(required(provider, "provider"));
        return checked(() -> {
            publicHalf.requireMatch(through);
            return new SigningKey(through, publicHalf, certificate);
        });
    }

    /**
     * Returns a copy with the key's X.509 certificate, for a provider that identifies the key by the thumbprint of the
     * certificate ({@code x5t#S256}, {@code x5t}), or reads the certificate itself ({@code x5c}). A certificate that was read
     * together with the key does not have to be set.
     *
     * @throws KeyFormatException if the certificate belongs to another key
     */
    public SigningKey withCertificate(X509Certificate certificate) {
        required(certificate, "certificate");
        return checked(() -> new SigningKey(signer, publicHalf, Certificates.encoded(certificate, publicHalf.key())));
    }

    /**
     * Returns the public half as a JWK. {@code use} is {@code sig}; {@code kid} is present if known, {@code alg} if the key
     * supports only one algorithm, as every EC and Ed25519 key does, and {@code x5t#S256} if it has a certificate.
     */
    public JWK publicJwk() {
        return certificate == null ? publicHalf.jwk() : Certificates.withThumbprint(publicHalf.jwk(), certificate);
    }

    /** Returns the X.509 certificate of this key in DER, if it has one. */
    public Optional<byte[]> certificate() {
        return Optional.ofNullable(certificate).map(byte[]::clone);
    }

    /** Returns the public key as a JDK object. */
    public PublicKey publicKey() {
        return publicHalf.key();
    }

    /** Returns the supported algorithms: that of the curve (EdDSA for Ed25519), or RS256 to RS512 and PS256 to PS512. */
    public List<JWSAlgorithm> algorithms() {
        return publicHalf.algorithms();
    }

    /** Returns whether this key supports the algorithm. */
    public boolean supports(JWSAlgorithm algorithm) {
        return algorithms().contains(required(algorithm, "algorithm"));
    }

    /** Returns whether the key signs through a {@link RemoteSigner}, so that {@link #sign} may block. */
    public boolean isRemote() {
        return signer instanceof RemoteKey;
    }

    /**
     * Signs in the JWS format (RFC 7518 sections 3.3 to 3.5, RFC 8037): an ECDSA signature is {@code R || S} of 64, 96 or
     * 132 bytes, never DER.
     *
     * @throws IllegalArgumentException if the key does not support the algorithm
     * @throws IllegalStateException if the key's provider or the remote signer failed
     * @throws java.io.UncheckedIOException if the remote signer could not be reached
     */
    public byte[] sign(JWSAlgorithm algorithm, byte[] signingInput) {
        required(signingInput, "signingInput");
        publicHalf.requireSupported(required(algorithm, "algorithm"));
        return signer.sign(algorithm, signingInput);
    }

    /** Returns a thread-safe Nimbus signer for this key, for use with {@code SignedJWT}. */
    public JWSSigner signer() {
        return new KeySigner(this);
    }

    /** Returns the SHA-256 thumbprint of the public key (RFC 7638), in base64url without padding. */
    public String thumbprint() {
        return publicHalf.thumbprint();
    }

    /** Returns the SHA-1 fingerprint of {@link #certificate()} as 40 upper-case hex digits, as Epic's site shows it. */
    public Optional<String> certificateSha1() {
        return Optional.ofNullable(certificate).map(Certificates::sha1);
    }

    /** Returns the type, key id and thumbprint; never key material. */
    @Override
    public String toString() {
        return "SigningKey[" + publicHalf.description() + ", kid=" + keyId().orElse("none") + ", thumbprint="
                + thumbprint() + "]";
    }
}
