package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import static dev.clientauth.key.KeyArguments.required;
import static dev.clientauth.key.KeyArguments.text;
import static dev.clientauth.key.KeyArguments.validKeyId;

/**
 * A private key that signs client assertions, in whatever form it was stored.
 *
 * <p>{@code load} and {@code parse} take PEM (PKCS#8, SEC1, PKCS#1, encrypted or not, under any label), DER, bare base64,
 * and a private JWK or JWK Set (RFC 7517), also when an environment variable, a configuration file or a one-line secret has
 * changed them: literal {@code \n}, lost line breaks, CRLF, quotes, indentation, a byte order mark, base64 around the whole.
 * Certificates, comments and parameters beside the key are ignored.
 *
 * <p>The key id is the JWK's {@code kid}, the {@code private_key_id} of Google's key file, or the one in Apple's file name
 * {@code AuthKey_<KEYID>.p8}; {@link #withKeyId} sets any other.
 *
 * <p>Accepted are EC keys on P-256, P-384 and P-521 and RSA keys of 2048 to 8192 bits with two primes and an odd public
 * exponent from 65537 to 64 bits. Weak RSA keys are refused by name: with an even modulus, small, equal or close primes, or
 * the ROCA fingerprint. Everything else is refused with a {@link KeyFormatException} that says what it is. An input is read
 * up to 1 MiB; an encrypted one up to 2,000,000 iterations of its password-based functions, or 32 MiB for scrypt.
 *
 * <p>A password array is neither kept nor wiped. Except for {@linkplain #remote remote} keys, each key signs and verifies
 * once before it is returned, so the two halves are known to belong together.
 *
 * <p>A key signs with the first registered security provider that takes it, which is the JDK's own unless configured
 * otherwise; {@link #withProvider} chooses a faster one, such as Amazon Corretto's.
 *
 * <p>Some encrypted forms need Bouncy Castle ({@code org.bouncycastle:bcpkix-jdk18on}) on the class path: OpenSSL's
 * {@code Proc-Type: 4,ENCRYPTED} and PKCS#8 with scrypt or an old cipher. The error names it where it is absent.
 *
 * <p>Instances are immutable and may be used by any number of threads.
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
     * Reads a key that is not encrypted from a file.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it holds no usable private key
     */
    public static SigningKey load(Path file) throws IOException {
        return load(required(file, "file"), new KeyRequest(null));
    }

    /**
     * Reads an encrypted key from a file; a key that is not encrypted is read, too.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it holds no usable private key or the password is wrong
     */
    public static SigningKey loadEncrypted(Path file, char[] password) throws IOException {
        return load(required(file, "file"), new KeyRequest(required(password, "password")));
    }

    private static SigningKey load(Path file, KeyRequest request) throws IOException {
        byte[] content = KeyFile.read(file);
        try {
            KeyMaterial material = KeyParser.parse(content).privateKey(request);
            return of(material.named(KeyFile.keyId(file).orElse(null)));
        } catch (KeyFormatException e) {
            throw e.in(file);
        }
    }

    /**
     * Reads a key that is not encrypted from a text, such as the value of an environment variable.
     *
     * @throws KeyFormatException if it holds no usable private key
     */
    public static SigningKey parse(String text) {
        return of(KeyParser.parse(required(text, "text")).privateKey(new KeyRequest(null)));
    }

    /**
     * Reads an encrypted key from a text; a key that is not encrypted is read, too.
     *
     * @throws KeyFormatException if it holds no usable private key or the password is wrong
     */
    public static SigningKey parseEncrypted(String text, char[] password) {
        KeyRequest request = new KeyRequest(required(password, "password"));
        return of(KeyParser.parse(required(text, "text")).privateKey(request));
    }

    /**
     * Takes the private key with this key id out of a JWK Set (RFC 7517 section 5).
     *
     * @throws KeyFormatException if the text is not a JWK Set, or not exactly one usable private key in it has this key id
     */
    public static SigningKey fromJwkSet(String json, String keyId) {
        String id = validKeyId(keyId);
        if (KeyParser.parse(required(json, "json")) instanceof KeyInput.Json set) {
            return of(JwkDocument.read(set.document(), id));
        }
        throw new KeyFormatException(
                "a key that is not in a JWK Set",
                "a JWK Set with private keys",
                "Read it with SigningKey.parse(text).");
    }

    /**
     * Takes the only private key of a PKCS#12 or JKS key store, whichever of the two the file is.
     *
     * <p>The key has no key id, because an alias is a local name that no provider has seen, and JKS even changes its
     * case; name the key with {@link #withKeyId}.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it is no key store, the password is wrong, or it holds no or several private keys
     */
    public static SigningKey fromKeyStore(Path file, char[] password) throws IOException {
        return keyStore(file, password, null, password);
    }

    /**
     * Takes one private key of a PKCS#12 or JKS key store by its alias, without a key id.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException as {@link #fromKeyStore(Path, char[])}; for an unknown alias it lists those there are
     */
    public static SigningKey fromKeyStore(Path file, char[] password, String alias) throws IOException {
        return keyStore(file, password, text(alias, "alias"), password);
    }

    /**
     * Takes one private key of a key store by its alias, where the key has a password of its own (JKS).
     *
     * @param alias the alias, or null for the only private key
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException as {@link #fromKeyStore(Path, char[], String)}
     */
    public static SigningKey fromKeyStore(Path file, char[] password, @Nullable String alias, char[] keyPassword)
            throws IOException {
        return keyStore(file, password, alias == null ? null : text(alias, "alias"), keyPassword);
    }

    private static SigningKey keyStore(Path file, char[] password, @Nullable String alias, char[] keyPassword)
            throws IOException {
        required(password, "password");
        required(keyPassword, "keyPassword");
        byte[] content = KeyFile.read(required(file, "file"));
        try {
            return of(KeyStoreFile.read(content, password, alias, keyPassword));
        } catch (KeyFormatException e) {
            throw e.in(file);
        }
    }

    /**
     * Takes a private key whose numbers can be read, and derives the public key from them.
     *
     * @throws KeyFormatException if the key is of an unusable type or size, or is held by a token that keeps its numbers
     */
    public static SigningKey of(PrivateKey privateKey, String keyId) {
        return of(KeyPairs.complete(required(privateKey, "privateKey")).named(validKeyId(keyId)));
    }

    /**
     * Takes a key pair; the private key may be opaque, as that of a PKCS#11 token or a Windows key store is.
     *
     * @throws KeyFormatException if the halves do not belong together, or the key is of an unusable type or size
     */
    public static SigningKey of(PrivateKey privateKey, PublicKey publicKey, String keyId) {
        required(privateKey, "privateKey");
        return of(KeyMaterial.of(privateKey, required(publicKey, "publicKey")).named(validKeyId(keyId)));
    }

    /**
     * Takes a private JWK (RFC 7517) with its {@code kid}, if it has one, and its {@code alg}, to which it is then held.
     *
     * @throws KeyFormatException if the JWK is public, symmetric, for encryption, or of an unusable type or size
     */
    public static SigningKey of(JWK jwk) {
        return of(JwkForm.read(required(jwk, "jwk")));
    }

    /**
     * Makes a new key, with its {@linkplain #thumbprint() thumbprint} as key id.
     *
     * @param algorithm ES256, ES384 or ES512 for a key on the curve of that algorithm; RS256 to PS512 for RSA 2048
     * @throws IllegalArgumentException for any other algorithm
     */
    public static SigningKey generate(JWSAlgorithm algorithm) {
        SigningKey key = of(KeyGeneration.generate(required(algorithm, "algorithm")));
        return key.withKeyId(key.thumbprint());
    }

    /**
     * Signs through a key management service or hardware module that never releases the private key.
     *
     * <p>Each signature is verified with the public key before it is returned; a signer that holds another key, or hashes
     * twice, is an {@link IllegalStateException} here and not an {@code invalid_client} at the provider.
     *
     * @param publicJwk the public half, with its {@code kid} and {@code alg}, if it has them
     * @throws KeyFormatException if the public key is of an unusable type or size
     */
    public static SigningKey remote(JWK publicJwk, RemoteSigner signer) {
        JwkMembers members = JwkMembers.of(required(publicJwk, "publicJwk").toJSONObject());
        PublicHalf publicHalf = JwkForm.publicHalf(members);
        return new SigningKey(
                new RemoteKey(required(signer, "signer"), publicHalf),
                publicHalf,
                Certificates.over(publicHalf.key(), JwkCertificates.read(members, publicHalf.key())));
    }

    private static SigningKey of(KeyMaterial material) {
        PublicHalf publicHalf = PublicHalf.of(material.publicKey(), material.keyId(), material.algorithm());
        Signer signer = new LocalSigner(material.privateKey());
        publicHalf.requireMatch(signer);
        return new SigningKey(signer, publicHalf, Certificates.over(material.publicKey(), material.certificates()));
    }

    /** The key id that goes into the {@code kid} header (RFC 7515 section 4.1.4), if one is known. */
    public Optional<String> keyId() {
        return Optional.ofNullable(publicHalf.jwk().getKeyID());
    }

    /**
     * The same key with the key id under which the provider registered it.
     *
     * @throws IllegalArgumentException if it is blank, has white space at its ends, or control characters
     */
    public SigningKey withKeyId(String keyId) {
        return new SigningKey(signer, publicHalf.withKeyId(validKeyId(keyId)), certificate);
    }

    /**
     * The same key held to one algorithm, which its {@linkplain #publicJwk() public JWK} then names as {@code alg}.
     *
     * @throws KeyFormatException if the key cannot produce it
     */
    public SigningKey withAlgorithm(JWSAlgorithm algorithm) {
        return new SigningKey(signer, publicHalf.withAlgorithm(required(algorithm, "algorithm")), certificate);
    }

    /**
     * The same key, used through this security provider in place of the first registered one that takes it.
     *
     * <p>Amazon Corretto Crypto Provider ({@code new AmazonCorrettoCryptoProvider()}) and Conscrypt
     * ({@code Conscrypt.newProvider()}) sign several times as fast as the JDK; neither has to be registered with the JVM. The
     * key signs and verifies once before it is returned.
     *
     * @throws KeyFormatException if this provider cannot sign with the key
     * @throws IllegalStateException if the key is remote
     */
    public SigningKey withProvider(Provider provider) {
        Signer through = signer.with(required(provider, "provider"));
        publicHalf.requireMatch(through);
        return new SigningKey(through, publicHalf, certificate);
    }

    /**
     * The same key with its X.509 certificate, for a provider that names the key by the thumbprint of the certificate
     * ({@code x5t#S256}). A certificate that stood beside the key is there already.
     *
     * @throws KeyFormatException if the certificate is for another key or cannot be encoded
     */
    public SigningKey withCertificate(X509Certificate certificate) {
        byte[] encoded = Certificates.encoded(required(certificate, "certificate"));
        byte[] own = Certificates.over(publicHalf.key(), List.of(encoded));
        if (own == null) {
            throw new KeyFormatException(
                    "a certificate for another key",
                    "the certificate of this key",
                    "Load the private key and the certificate of the same pair.");
        }
        return new SigningKey(signer, publicHalf, own);
    }

    /**
     * The public half as a JWK, with {@code use} {@code sig}, with {@code kid} when known, and with {@code alg} when the
     * key has just one, as every EC key does; with {@code x5t#S256} when it has a certificate; no private member can be in it.
     */
    public JWK publicJwk() {
        return certificate == null ? publicHalf.jwk() : Certificates.named(publicHalf.jwk(), certificate);
    }

    /** The public half as the JDK has it. */
    public PublicKey publicKey() {
        return publicHalf.key();
    }

    /** The algorithms that this key can produce: the one of its curve, or RS256 to RS512 and PS256 to PS512. */
    public List<JWSAlgorithm> algorithms() {
        return publicHalf.algorithms();
    }

    /** Whether this key can produce the algorithm. */
    public boolean supports(JWSAlgorithm algorithm) {
        return algorithms().contains(required(algorithm, "algorithm"));
    }

    /** Whether a {@link RemoteSigner} signs, so that {@link #sign} may block. */
    public boolean isRemote() {
        return signer instanceof RemoteKey;
    }

    /**
     * Signs in the form that JWS asks for (RFC 7518 sections 3.3 to 3.5): an ECDSA signature is {@code R || S} of 64, 96 or
     * 132 bytes, never DER.
     *
     * @throws IllegalArgumentException if the key cannot produce the algorithm
     * @throws IllegalStateException if the key's provider or the remote signer failed
     * @throws java.io.UncheckedIOException if the remote signer was not reached
     */
    public byte[] sign(JWSAlgorithm algorithm, byte[] signingInput) {
        required(signingInput, "signingInput");
        if (!supports(algorithm)) {
            throw new IllegalArgumentException("This key is " + publicHalf.description() + " and cannot sign with "
                    + algorithm + "; expected one of " + algorithms()
                    + ". Choose one of these, or load the key that was made for " + algorithm + ".");
        }
        return signer.sign(algorithm, signingInput);
    }

    /** A thread-safe Nimbus signer over this key, for use with {@code SignedJWT}. */
    public JWSSigner signer() {
        return new KeySigner(this);
    }

    /** The SHA-256 thumbprint of the public key (RFC 7638), in base64url without padding. */
    public String thumbprint() {
        return publicHalf.thumbprint();
    }

    /**
     * The SHA-1 fingerprint of this key's X.509 certificate, if one stood beside the key, as 40 upper-case hex digits.
     *
     * <p>Epic's site shows it for an uploaded certificate, so it tells which key was registered there.
     */
    public Optional<String> certificateSha1() {
        return Optional.ofNullable(certificate).map(Certificates::sha1);
    }

    /** Type, key id and thumbprint; never key material. */
    @Override
    public String toString() {
        return "SigningKey[" + publicHalf.description() + ", kid=" + keyId().orElse("none") + ", thumbprint="
                + thumbprint() + "]";
    }
}
