package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * A private key that signs client assertions, in whatever form it was stored.
 *
 * <p>{@code load} and {@code parse} take PEM (PKCS#8, SEC1, PKCS#1, encrypted or not, under any label), DER, bare base64,
 * and a private JWK or JWK Set (RFC 7517), also when an environment variable, a YAML file or a one-line secret has bent
 * them: literal {@code \n}, lost line breaks, CRLF, quotes, indentation, a byte order mark, base64 around the whole.
 * Certificates, comments and parameters beside the key are passed over. Input beyond 1 MiB is refused.
 *
 * <p>Accepted are EC keys on P-256, P-384 and P-521 and RSA keys of at least 2048 bits; everything else is refused with a
 * {@link KeyFormatException} that says what it is. A password for a key that is not encrypted is ignored; the caller's
 * password array is neither kept nor wiped. Except for {@linkplain #remote remote} keys, each key signs and verifies once
 * before it is returned, so the two halves are known to belong together.
 *
 * <p>A key that signs often is given to a faster provider that is on the class path, Amazon Corretto's or Conscrypt, once
 * its signatures are found right and quicker; {@code -Ddev.clientauth.fasterProvider=false} keeps it with the JDK.
 *
 * <p>Instances are immutable and may be used by any number of threads.
 */
public final class SigningKey {

    private final Signer signer;
    private final PublicHalf publicHalf;
    private final @Nullable String certificateSha1;

    private SigningKey(Signer signer, PublicHalf publicHalf, @Nullable String certificateSha1) {
        this.signer = signer;
        this.publicHalf = publicHalf;
        this.certificateSha1 = certificateSha1;
    }

    /**
     * Reads a key from a file; the key id is that of the JWK, or of Apple's file name {@code AuthKey_<KEYID>.p8}, or none.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it holds no usable private key
     */
    public static SigningKey load(Path file) throws IOException {
        return load(file, new KeyRequest(null, null));
    }

    /**
     * Reads a key from a file and gives it the key id that the provider knows it by.
     *
     * @param keyId wins over the file's own; picks the key if the file is a JWK Set with several
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it holds no usable private key
     */
    public static SigningKey load(Path file, String keyId) throws IOException {
        return load(file, new KeyRequest(checked(keyId), null));
    }

    /**
     * Reads an encrypted key from a file; the key id is that of Apple's file name, or none.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it holds no usable private key or the password is wrong
     */
    public static SigningKey load(Path file, char[] password) throws IOException {
        return load(file, new KeyRequest(null, password));
    }

    /**
     * Reads an encrypted key from a file and gives it the key id that the provider knows it by.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it holds no usable private key or the password is wrong
     */
    public static SigningKey load(Path file, String keyId, char[] password) throws IOException {
        return load(file, new KeyRequest(checked(keyId), password));
    }

    private static SigningKey load(Path file, KeyRequest request) throws IOException {
        byte[] content = KeyFile.read(file);
        try {
            KeyMaterial material = KeyText.read(content, request);
            String keyId = request.keyId() != null ? request.keyId() : material.keyId();
            return of(material, keyId != null ? keyId : KeyFile.keyId(file).orElse(null));
        } catch (KeyFormatException e) {
            throw e.in(file);
        }
    }

    /**
     * Reads a key from a text, such as the value of an environment variable; the key id is that of the JWK, or none.
     *
     * @throws KeyFormatException if it holds no usable private key
     */
    public static SigningKey parse(String text) {
        return parse(text, new KeyRequest(null, null));
    }

    /**
     * Reads a key from a text and gives it the key id that the provider knows it by.
     *
     * @param keyId wins over the text's own; picks the key if the text is a JWK Set with several
     * @throws KeyFormatException if it holds no usable private key
     */
    public static SigningKey parse(String text, String keyId) {
        return parse(text, new KeyRequest(checked(keyId), null));
    }

    /**
     * Reads an encrypted key from a text, without a key id.
     *
     * @throws KeyFormatException if it holds no usable private key or the password is wrong
     */
    public static SigningKey parse(String text, char[] password) {
        return parse(text, new KeyRequest(null, password));
    }

    /**
     * Reads an encrypted key from a text and gives it the key id that the provider knows it by.
     *
     * @throws KeyFormatException if it holds no usable private key or the password is wrong
     */
    public static SigningKey parse(String text, String keyId, char[] password) {
        return parse(text, new KeyRequest(checked(keyId), password));
    }

    private static SigningKey parse(String text, KeyRequest request) {
        KeyMaterial material = KeyText.read(text, request);
        return of(material, request.keyId() != null ? request.keyId() : material.keyId());
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
        return fromKeyStore(file, password, null, password);
    }

    /**
     * Takes one private key of a PKCS#12 or JKS key store by its alias, without a key id.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException as {@link #fromKeyStore(Path, char[])}; for an unknown alias it lists those there are
     */
    public static SigningKey fromKeyStore(Path file, char[] password, String alias) throws IOException {
        return fromKeyStore(file, password, alias, password);
    }

    /**
     * Takes one private key of a key store by its alias, where the key has a password of its own (JKS).
     *
     * @param alias the alias, or null for the only private key there is
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException as {@link #fromKeyStore(Path, char[], String)}
     */
    public static SigningKey fromKeyStore(Path file, char[] password, @Nullable String alias, char[] keyPassword)
            throws IOException {
        byte[] content = KeyFile.read(file);
        try {
            return of(KeyStoreFile.read(content, password, alias, keyPassword), null);
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
        return of(KeyPairs.complete(privateKey), checked(keyId));
    }

    /**
     * Takes a key pair; the private key may be opaque, as that of a PKCS#11 token or a Windows key store is.
     *
     * @throws KeyFormatException if the halves do not belong together, or the key is of an unusable type or size
     */
    public static SigningKey of(PrivateKey privateKey, PublicKey publicKey, String keyId) {
        return of(KeyMaterial.of(privateKey, publicKey), checked(keyId));
    }

    /**
     * Takes a private JWK (RFC 7517) with its {@code kid}, if it has one, and its {@code alg}, to which it is then held.
     *
     * @throws KeyFormatException if the JWK is public, symmetric, for encryption, or of an unusable type or size
     */
    public static SigningKey of(JWK jwk) {
        KeyMaterial material = JwkForm.read(jwk);
        return of(material, material.keyId());
    }

    /**
     * Makes a new key, with its {@linkplain #thumbprint() thumbprint} as key id.
     *
     * @param algorithm ES256, ES384 or ES512 for a key on the curve of that algorithm; RS256 to PS512 for RSA 2048
     * @throws IllegalArgumentException for any other algorithm
     */
    public static SigningKey generate(JWSAlgorithm algorithm) {
        SigningKey key = of(KeyGeneration.generate(algorithm), null);
        return key.withKeyId(key.thumbprint());
    }

    /**
     * Signs through a key management service or hardware module that never gives the private key away.
     *
     * <p>Each signature is verified with the public key before it is returned; a signer that holds another key, or hashes
     * twice, is an {@link IllegalStateException} here and not an {@code invalid_client} at the provider.
     *
     * @param publicJwk the public half, with its {@code kid} and {@code alg}, if it has them
     * @throws KeyFormatException if the public key is of an unusable type or size
     */
    public static SigningKey remote(JWK publicJwk, RemoteSigner signer) {
        PublicHalf publicHalf = JwkForm.publicHalf(publicJwk);
        return new SigningKey(
                new RemoteKey(signer, publicHalf),
                publicHalf,
                Certificates.fingerprint(JwkForm.certificates(publicJwk), publicHalf.key()));
    }

    private static SigningKey of(KeyMaterial material, @Nullable String keyId) {
        PublicHalf publicHalf = PublicHalf.of(material.publicKey(), keyId, material.algorithm());
        Signer signer = new LocalSigner(material.privateKey(), publicHalf);
        if (!holdsTogether(signer, publicHalf)) {
            throw new KeyFormatException(
                    "a private key and a public key that do not belong together",
                    "the two halves of one key",
                    "Take both from the same place; if they stand in one file, the file is damaged.");
        }
        return new SigningKey(
                signer, publicHalf, Certificates.fingerprint(material.certificates(), material.publicKey()));
    }

    private static boolean holdsTogether(Signer signer, PublicHalf publicHalf) {
        try {
            return publicHalf.matches(signer);
        } catch (IllegalStateException e) {
            throw new KeyFormatException(
                    "a key of type " + publicHalf.description() + " that cannot sign",
                    "a private key that an installed security provider can use",
                    "If it belongs to a token, make its provider available; otherwise the key is damaged.",
                    e);
        }
    }

    /** The key id that goes into the {@code kid} header (RFC 7515 section 4.1.4), if one is known. */
    public Optional<String> keyId() {
        return Optional.ofNullable(publicHalf.jwk().getKeyID());
    }

    /**
     * The same key under the key id that the provider knows it by.
     *
     * @throws IllegalArgumentException if it is blank or has white space at its ends
     */
    public SigningKey withKeyId(String keyId) {
        return new SigningKey(signer, publicHalf.withKeyId(checked(keyId)), certificateSha1);
    }

    /**
     * The same key held to one algorithm, which its {@linkplain #publicJwk() public JWK} then names as {@code alg}.
     *
     * @throws KeyFormatException if the key cannot produce it
     */
    public SigningKey withAlgorithm(JWSAlgorithm algorithm) {
        return new SigningKey(signer, publicHalf.withAlgorithm(algorithm), certificateSha1);
    }

    /**
     * The public half as a JWK, with {@code use} {@code sig}, with {@code kid} when known, and with {@code alg} when the
     * key has just one, as every EC key does; no private member can be in it.
     */
    public JWK publicJwk() {
        return publicHalf.jwk();
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
        return algorithms().contains(algorithm);
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
        return Optional.ofNullable(certificateSha1);
    }

    private static String checked(String keyId) {
        if (keyId.isBlank() || !keyId.equals(keyId.strip())) {
            throw new IllegalArgumentException("The key id is blank or has white space at its ends;"
                    + " expected exactly the id under which the provider registered the key.");
        }
        return keyId;
    }

    /** Type, key id and thumbprint; never key material. */
    @Override
    public String toString() {
        return "SigningKey[" + publicHalf.description() + ", kid=" + keyId().orElse("none") + ", thumbprint="
                + thumbprint() + "]";
    }
}
