// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.inspect;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.crypto.Certificates;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.crypto.KeyNote;
import dev.clientauth.key.crypto.LocalSigner;
import dev.clientauth.key.crypto.PublicHalf;
import dev.clientauth.key.format.JwkCertificates;
import dev.clientauth.key.format.JwkForm;
import dev.clientauth.key.format.JwkMembers;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A public key that verifies client assertions, as it is or could be registered with a provider.
 *
 * <p>{@link #load(Path)} and {@link #parse(String)} take PEM or DER of a public key or a certificate, a JWK, a JWK Set, and
 * every private key that {@link SigningKey} reads, and keep the public half. An instance contains nothing private.
 *
 * <p>Accepted are the keys that {@link SigningKey} accepts, within the same bounds. A JWK's {@code use}, {@code key_ops} and
 * {@code alg} are respected: a key for encryption or without the operation {@code verify} is rejected, and one with an
 * {@code alg} verifies only that algorithm. {@link KeyInspection} also returns the rejected keys of a JWK Set. Immutable.
 */
public final class VerificationKey {
    private final PublicHalf publicHalf;
    private final String form;
    private final List<KeyNote> notes;
    private final @Nullable X509Certificate certificate;
    private final byte @Nullable [] encoded;

    private VerificationKey(
            PublicHalf publicHalf,
            String form,
            List<KeyNote> notes,
            @Nullable X509Certificate certificate,
            byte @Nullable [] encoded) {
        this.publicHalf = publicHalf;
        this.form = form;
        this.notes = List.copyOf(notes);
        this.certificate = certificate;
        this.encoded = encoded;
    }

    /**
     * Reads every usable key of a file, in order; a file other than a JWK Set or a certificate bundle has one.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it contains no usable key
     */
    public static List<VerificationKey> load(Path file) throws IOException {
        return KeyInspection.load(file).usableKeys();
    }

    /**
     * Reads every usable key of a file, an encrypted private key in it with this password.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it contains no usable key, or the password is wrong
     */
    public static List<VerificationKey> loadEncrypted(Path file, char[] password) throws IOException {
        return KeyInspection.loadEncrypted(file, password).usableKeys();
    }

    /**
     * Reads every usable key of a text.
     *
     * @throws KeyFormatException if it contains no usable key, or is longer than 1 MiB
     */
    public static List<VerificationKey> parse(String text) {
        return KeyInspection.parse(text).usableKeys();
    }

    static VerificationKey of(KeyMaterial material) {
        PublicHalf half = PublicHalf.of(material.publicKey(), material.keyId(), material.algorithm());
        half.requireMatch(new LocalSigner(material.privateKey()));
        return new VerificationKey(
                half,
                material.form(),
                material.notes(),
                null,
                Certificates.certificateOf(material.publicKey(), material.certificates()));
    }

    static VerificationKey of(PublicKey key, List<KeyNote> notes) {
        return new VerificationKey(PublicHalf.of(key), "a public key", notes, null, null);
    }

    static VerificationKey of(X509Certificate certificate, byte[] der, List<KeyNote> notes) {
        PublicHalf half = PublicHalf.of(certificate.getPublicKey());
        return new VerificationKey(half, "a certificate", notes, certificate, der);
    }

    /** Returns the public half of a JWK, whose private members, if any, must match. */
    static VerificationKey of(JwkMembers jwk, List<KeyNote> notes) {
        if (jwk.has("d")) {
            return of(JwkForm.read(jwk).noted(notes));
        }
        PublicHalf half = JwkForm.publicHalf(jwk);
        List<byte[]> certificates = JwkCertificates.read(jwk, half.key());
        List<KeyNote> all = new ArrayList<>(jwk.notes());
        all.addAll(notes);
        return new VerificationKey(
                half,
                jwk.isPrivate() ? "a private JWK" : "a public JWK",
                all,
                null,
                Certificates.certificateOf(half.key(), certificates));
    }

    VerificationKey named(String keyId) {
        return keyId().isPresent()
                ? this
                : new VerificationKey(publicHalf.withKeyId(keyId), form, notes, certificate, encoded);
    }

    /** Returns what it was read from, as a noun phrase: {@code a certificate}, {@code a public JWK}, {@code a private key}. */
    public String form() {
        return form;
    }

    /** Returns what strict readers would reject in its encoding, or what puts it at risk; may be empty. */
    public List<KeyNote> notes() {
        return notes;
    }

    /** Returns type and size, such as {@code EC P-256} or {@code RSA 2048}. */
    public String description() {
        return publicHalf.description();
    }

    /** Returns the key id: that of the JWK, or of Apple's file name {@code AuthKey_<KEYID>.p8}. */
    public Optional<String> keyId() {
        return Optional.ofNullable(publicHalf.jwk().getKeyID());
    }

    /** Returns the key as a JWK with {@code use} {@code sig}, and with {@code kid}, {@code alg} and {@code x5t#S256} if known. */
    public JWK jwk() {
        return encoded == null ? publicHalf.jwk() : Certificates.withThumbprint(publicHalf.jwk(), encoded);
    }

    /** Returns the algorithms whose signatures it can verify. */
    public List<JWSAlgorithm> algorithms() {
        return publicHalf.algorithms();
    }

    /** Returns the SHA-256 thumbprint (RFC 7638), in base64url without padding: the same for both halves, in every format. */
    public String thumbprint() {
        return publicHalf.thumbprint();
    }

    /** Returns the certificate that it was read from. */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** Returns the SHA-1 fingerprint of its certificate, as 40 upper-case hex digits. Epic's site shows it. */
    public Optional<String> certificateSha1() {
        return Optional.ofNullable(encoded).map(Certificates::sha1);
    }

    /** Returns format, type, key id and thumbprint. */
    @Override
    public String toString() {
        return "VerificationKey[" + form + ", " + description() + ", kid=" + keyId().orElse("none") + ", thumbprint="
                + thumbprint() + "]";
    }
}
