// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.DerReader;
import dev.clientauth.key.crypto.KeyErrors;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.crypto.UnusableKeyException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the private key among the blocks of a PEM text, or among the bytes of a DER file. */
final class PemKey {

    private final KeyRequest request;
    private final List<byte[]> certificates = new ArrayList<>();
    private final List<KeyMaterial> keys = new ArrayList<>();
    private @Nullable String parameters;
    private @Nullable String namedCurve;
    private @Nullable UnusableKeyException bystander;

    private PemKey(KeyRequest request) {
        this.request = request;
    }

    public static KeyMaterial read(List<PemBlock> blocks, KeyRequest request) {
        PemKey reader = new PemKey(request);
        blocks.forEach(reader::take);
        return reader.only();
    }

    public static KeyMaterial read(byte[] der, KeyRequest request) {
        PemKey reader = new PemKey(request);
        reader.take(der, null);
        return reader.only();
    }

    private void take(PemBlock block) {
        Optional<UnusableKeyException> foreign = MisplacedKeyInput.label(block.label());
        if (foreign.isPresent()) {
            pass(foreign.get());
            return;
        }
        byte[] der = block.der();
        if (block.label().endsWith("PARAMETERS")) {
            parameters = block.label();
            DerReader curve = new DerReader(der);
            namedCurve = curve.peek() == DerReader.OBJECT_IDENTIFIER ? curve.oid() : null;
            return;
        }
        Optional<DekInfo> dek = block.dekInfo();
        if (dek.isPresent()) {
            char[] password = request.password(DerType.ENCRYPTED_PKCS8.description());
            takeDecrypted(EncryptedKey.dek(der, dek.get(), password));
            return;
        }
        take(der, block.label());
    }

    private void take(byte[] der, @Nullable String label) {
        DerType type = DerType.of(der);
        if (type.isPrivateKey()) {
            keys.add(PrivateKeyDer.read(der, type, namedCurve)
                    .withForm(type.description())
                    .noted(type.mislabeled(label)));
        } else if (type == DerType.ENCRYPTED_PKCS8) {
            takeDecrypted(EncryptedKey.pkcs8(der, request.password(type.description())));
        } else {
            if (type == DerType.CERTIFICATE) {
                certificates.add(der);
            }
            pass(MisplacedKeyInput.of(type));
        }
    }

    /** A wrong password passes the padding check once in 256 times; the result is then not a key. */
    private void takeDecrypted(byte[] der) {
        DerType type = DerReader.spansExactly(der) ? DerType.of(der) : DerType.UNKNOWN;
        if (!type.isPrivateKey()) {
            throw KeyErrors.wrongPassword(null);
        }
        keys.add(PrivateKeyDer.read(der, type, namedCurve).withForm(DerType.ENCRYPTED_PKCS8.description()));
    }

    /** Keeps the error, in case there is no key. */
    private void pass(UnusableKeyException what) {
        if (bystander == null) {
            bystander = what;
        }
    }

    private KeyMaterial only() {
        if (keys.isEmpty()) {
            throw bystander != null ? bystander : parametersOnly();
        }
        KeyMaterial first = keys.get(0);
        if (keys.stream().anyMatch(key -> !key.publicKey().equals(first.publicKey()))) {
            throw new UnusableKeyException(
                    keys.size() + " different private keys",
                    "one private key",
                    "Keep the one that is registered with the provider, and move the others to separate files.");
        }
        return first.withCertificates(certificates);
    }

    private UnusableKeyException parametersOnly() {
        return new UnusableKeyException(
                "key parameters without a key (" + parameters + ")",
                "Also copy the block that follows, from BEGIN EC PRIVATE KEY to its END.");
    }
}
