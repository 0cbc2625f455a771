package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A public key that verifies client assertions, as people have it: what a provider was given, or could be given.
 *
 * <p>{@link #load(Path)} and {@link #parse(String)} take PEM or DER of a public key or a certificate, a JWK, a JWK Set, and
 * every private key that {@link SigningKey} reads, of which they keep the public half. Nothing private is in an instance.
 *
 * <p>Accepted are the keys that {@link SigningKey} accepts. Immutable.
 */
public final class VerificationKey {
    private final PublicHalf publicHalf;
    private final String form;
    private final @Nullable String remark;
    private final @Nullable X509Certificate certificate;
    private final @Nullable String certificateSha1;

    private VerificationKey(
            PublicHalf publicHalf,
            String form,
            @Nullable String remark,
            @Nullable X509Certificate certificate,
            @Nullable String certificateSha1) {
        this.publicHalf = publicHalf;
        this.form = form;
        this.remark = remark;
        this.certificate = certificate;
        this.certificateSha1 = certificateSha1;
    }

    /**
     * Reads every key of a file, in its order; a file that is no JWK Set and no bundle of certificates has one.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it holds no usable key
     */
    public static List<VerificationKey> load(Path file) throws IOException {
        return load(file, null);
    }

    /**
     * Reads every key of a file, a private key in it with this password.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it holds no usable key, or the password is wrong
     */
    public static List<VerificationKey> load(Path file, char @Nullable [] password) throws IOException {
        byte[] content = KeyFile.read(file);
        try {
            return PublicKeyText.read(content, new KeyRequest(null, password)).stream()
                    .map(key -> key.named(KeyFile.keyId(file)))
                    .toList();
        } catch (KeyFormatException e) {
            throw e.in(file);
        }
    }

    /**
     * Reads every key of a text.
     *
     * @throws KeyFormatException if it holds no usable key
     */
    public static List<VerificationKey> parse(String text) {
        return PublicKeyText.read(text, new KeyRequest(null, null));
    }

    static VerificationKey of(KeyMaterial material, String form, @Nullable String remark) {
        PublicHalf half = PublicHalf.of(material.publicKey(), material.keyId(), material.algorithm());
        return new VerificationKey(
                half, form, remark, null, Certificates.fingerprint(material.certificates(), material.publicKey()));
    }

    static VerificationKey of(PublicKey key, @Nullable String remark) {
        return new VerificationKey(PublicHalf.of(key), "a public key", remark, null, null);
    }

    static VerificationKey of(X509Certificate certificate, byte[] der, @Nullable String remark) {
        PublicHalf half = PublicHalf.of(certificate.getPublicKey());
        return new VerificationKey(half, "a certificate", remark, certificate, Certificates.sha1(der));
    }

    static VerificationKey of(JWK jwk) {
        PublicHalf half = JwkForm.publicHalf(jwk);
        String form = jwk.isPrivate() ? "a private JWK" : "a public JWK";
        return new VerificationKey(
                half, form, null, null, Certificates.fingerprint(JwkForm.certificates(jwk), half.key()));
    }

    private VerificationKey named(Optional<String> keyId) {
        return keyId().isPresent() || keyId.isEmpty()
                ? this
                : new VerificationKey(publicHalf.withKeyId(keyId.get()), form, remark, certificate, certificateSha1);
    }

    /** What it was read from, as a noun phrase: {@code a certificate}, {@code a public JWK}, {@code a private key}. */
    public String form() {
        return form;
    }

    /** What its PEM label says wrongly, as a clause: {@code labelled RSA PRIVATE KEY, but it is a PKCS#8 private key}. */
    public Optional<String> mislabelled() {
        return Optional.ofNullable(remark);
    }

    /** Type and size, such as {@code EC P-256} or {@code RSA 2048}. */
    public String description() {
        return publicHalf.description();
    }

    /** The key id: that of the JWK, or of Apple's file name {@code AuthKey_<KEYID>.p8}. */
    public Optional<String> keyId() {
        return Optional.ofNullable(publicHalf.jwk().getKeyID());
    }

    /** As a JWK with {@code use} {@code sig}, and with {@code kid} and {@code alg} where they are known. */
    public JWK jwk() {
        return publicHalf.jwk();
    }

    /** The algorithms whose signatures it can verify. */
    public List<JWSAlgorithm> algorithms() {
        return publicHalf.algorithms();
    }

    /** The SHA-256 thumbprint (RFC 7638), in base64url without padding: the same for both halves, in whatever form. */
    public String thumbprint() {
        return publicHalf.thumbprint();
    }

    /** The certificate that it was read from. */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** The SHA-1 fingerprint of its certificate, as 40 upper-case hex digits. Epic's site shows it. */
    public Optional<String> certificateSha1() {
        return Optional.ofNullable(certificateSha1);
    }

    /** Form, type, key id and thumbprint. */
    @Override
    public String toString() {
        return "VerificationKey[" + form + ", " + description() + ", kid=" + keyId().orElse("none") + ", thumbprint="
                + thumbprint() + "]";
    }
}
