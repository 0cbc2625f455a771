// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.inspect;

import dev.clientauth.key.crypto.Certificates;
import dev.clientauth.key.crypto.DerReader;
import dev.clientauth.key.crypto.KeyNote;
import dev.clientauth.key.crypto.UnusableKeyException;
import dev.clientauth.key.format.DerType;
import dev.clientauth.key.format.KeyInput;
import dev.clientauth.key.format.KeyRequest;
import dev.clientauth.key.format.MisplacedKeyInput;
import dev.clientauth.key.format.PemBlock;
import dev.clientauth.key.format.PublicKeyDer;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Finds the public keys in an input: those that it contains, or else the public half of a private key. */
final class PublicKeyReader {
    static final String EXPECTED = "a public key, a certificate, a JWK, a JWK Set or a private key";

    private PublicKeyReader() {}

    /** Returns the keys of an input, at least one of them usable. */
    static List<InspectedKey> read(KeyInput input, KeyRequest request) {
        if (input instanceof KeyInput.Json json) {
            return JwkSetInspection.read(json.document());
        }
        List<InspectedKey> keys = new ArrayList<>();
        if (input instanceof KeyInput.Der der) {
            take(der.bytes(), null, keys);
        } else if (input instanceof KeyInput.Pem pem && !holdsPrivateKey(pem.blocks())) {
            for (PemBlock block : pem.blocks()) {
                if (MisplacedKeyInput.label(block.label()).isEmpty()
                        && !block.label().endsWith("PARAMETERS")) {
                    take(block.der(), block.label(), keys);
                }
            }
        }
        return keys.isEmpty()
                ? List.of(InspectedKey.of(VerificationKey.of(input.privateKey(request))))
                : List.copyOf(keys);
    }

    /** If a text has a private key, its public half is meant, whatever else the text contains. */
    private static boolean holdsPrivateKey(List<PemBlock> blocks) {
        for (PemBlock block : blocks) {
            if (block.dekInfo().isPresent()) {
                return true;
            }
            if (MisplacedKeyInput.label(block.label()).isEmpty()
                    && !block.label().endsWith("PARAMETERS")) {
                DerType type = typeOf(block.der());
                if (type.isPrivateKey() || type == DerType.ENCRYPTED_PKCS8) {
                    return true;
                }
            }
        }
        return false;
    }

    private static DerType typeOf(byte[] der) {
        return DerReader.spansExactly(der) ? DerType.of(der) : DerType.UNKNOWN;
    }

    private static void take(byte[] der, @Nullable String label, List<InspectedKey> keys) {
        DerType type = typeOf(der);
        List<KeyNote> notes = type.mislabeled(label);
        try {
            if (type == DerType.CERTIFICATE) {
                keys.add(InspectedKey.of(VerificationKey.of(certificate(der), der, notes)));
            } else if (type == DerType.PUBLIC_KEY) {
                keys.add(InspectedKey.of(VerificationKey.of(PublicKeyDer.read(der), notes)));
            }
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException(
                    type.description() + " that this Java runtime cannot read",
                    EXPECTED + ", EC on P-256, P-384 or P-521, Ed25519 or RSA,",
                    "Export it again; if it is of another type, no provider here accepts it.",
                    e);
        }
    }

    private static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        // First, because it says what is wrong with a key that the JDK only calls unparseable.
        PublicKeyDer.read(Certificates.subjectPublicKey(der));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
