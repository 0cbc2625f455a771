package dev.clientauth.key;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the public keys in a text or file: those that stand there, else the public half of a private key. */
final class PublicKeyText {
    private static final String EXPECTED = "a public key, a certificate, a JWK, a JWK Set or a private key";

    private PublicKeyText() {}

    static List<VerificationKey> read(byte[] content, KeyRequest request) {
        List<VerificationKey> keys = new ArrayList<>();
        if (DerReader.spansExactly(content)) {
            take(content, null, keys);
        } else {
            takeText(new String(content, StandardCharsets.UTF_8), keys);
        }
        return keys.isEmpty() ? List.of(ofPrivateKey(content, request)) : keys;
    }

    static List<VerificationKey> read(String text, KeyRequest request) {
        return read(text.getBytes(StandardCharsets.UTF_8), request);
    }

    private static VerificationKey ofPrivateKey(byte[] content, KeyRequest request) {
        try {
            KeyMaterial material = KeyText.read(content, request);
            String text = new String(content, StandardCharsets.UTF_8);
            return PemBlock.in(text)
                    ? VerificationKey.of(material, described(text), mislabelled(text))
                    : VerificationKey.of(material, formOf(content).description(), null);
        } catch (KeyFormatException e) {
            boolean wantsPassword = e.expected().contains("password");
            throw wantsPassword ? e : new KeyFormatException(e.found(), EXPECTED, e.remedy(), e);
        }
    }

    private static String described(String pem) {
        return privateBlock(pem)
                .map(block -> block.dekInfo().isPresent()
                        ? DerForm.ENCRYPTED_PKCS8.description()
                        : formOf(block.der()).description())
                .orElse("a private key");
    }

    private static @Nullable String mislabelled(String pem) {
        return privateBlock(pem)
                .filter(block -> block.dekInfo().isEmpty())
                .flatMap(block -> formOf(block.der()).mislabelled(block.label()))
                .orElse(null);
    }

    private static Optional<PemBlock> privateBlock(String pem) {
        return PemBlock.all(pem).stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .findFirst();
    }

    private static DerForm formOf(byte[] der) {
        return DerReader.spansExactly(der) ? DerForm.of(der) : DerForm.UNKNOWN;
    }

    /** Nothing where the text has a private key in PEM: its public half is meant, whatever stands beside it. */
    private static void takeText(String text, List<VerificationKey> keys) {
        if (PemBlock.in(text)) {
            List<VerificationKey> found = new ArrayList<>();
            for (PemBlock block : PemBlock.all(text)) {
                if (Lookalike.label(block.label()).isPresent() || block.label().endsWith("PARAMETERS")) {
                    continue;
                }
                DerForm form = block.dekInfo().isPresent() ? DerForm.ENCRYPTED_PKCS8 : formOf(block.der());
                if (form.isPrivateKey() || form == DerForm.ENCRYPTED_PKCS8) {
                    return;
                }
                take(block.der(), block.label(), found);
            }
            keys.addAll(found);
        } else {
            String json = (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
            if (json.startsWith("{")) {
                takeJson(json, keys);
            }
        }
    }

    private static void take(byte[] der, @Nullable String label, List<VerificationKey> keys) {
        DerForm form = formOf(der);
        String remark = label == null ? null : form.mislabelled(label).orElse(null);
        try {
            if (form == DerForm.CERTIFICATE) {
                X509Certificate certificate = (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
                keys.add(VerificationKey.of(certificate, der, remark));
            } else if (form == DerForm.PUBLIC_KEY) {
                keys.add(VerificationKey.of(publicKey(der), remark));
            }
        } catch (GeneralSecurityException e) {
            throw new KeyFormatException(
                    form.description() + " that this Java cannot read",
                    EXPECTED + ", EC on P-256, P-384 or P-521 or RSA,",
                    "Export it again; if it is of another type, no provider here takes it.",
                    e);
        }
    }

    private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        DerReader top = new DerReader(der).enter(DerReader.SEQUENCE);
        if (top.peek() == DerReader.INTEGER) {
            BigInteger modulus = top.integer();
            return RsaNumbers.publicKey(modulus, top.integer());
        }
        String oid = top.enter(DerReader.SEQUENCE).oid();
        if (!oid.equals(Oids.EC) && !oid.equals(Oids.RSA)) {
            throw Refusals.algorithm(Oids.name(oid));
        }
        return KeyFactory.getInstance(oid.equals(Oids.EC) ? "EC" : "RSA").generatePublic(new X509EncodedKeySpec(der));
    }

    private static void takeJson(String json, List<VerificationKey> keys) {
        Map<String, Object> document;
        try {
            document = JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            // Not passed on as the cause: a parser's message may quote the text, and the text may hold a key.
            throw new KeyFormatException(
                    "broken JSON", EXPECTED, "Pass the JSON whole, from its first brace to its last.");
        }
        if (document.get("keys") instanceof List<?> members) {
            takeSet(members, keys);
        } else if (document.containsKey("kty")) {
            keys.add(VerificationKey.of(jwk(document)));
        }
    }

    /** Keys of a set that are for something else, or of another type, are left out (RFC 7517 section 5). */
    private static void takeSet(List<?> members, List<VerificationKey> keys) {
        KeyFormatException refusal = null;
        for (Object member : members) {
            if (member instanceof Map<?, ?> map) {
                Map<String, Object> jwk = new LinkedHashMap<>();
                map.forEach((name, value) -> jwk.put(String.valueOf(name), value));
                try {
                    keys.add(VerificationKey.of(jwk(jwk)));
                } catch (KeyFormatException e) {
                    refusal = refusal == null ? e : refusal;
                }
            }
        }
        if (keys.isEmpty() && refusal != null) {
            throw refusal;
        }
    }

    private static JWK jwk(Map<String, Object> document) {
        try {
            return JWK.parse(document);
        } catch (ParseException e) {
            // Not passed on as the cause, for the same reason.
            throw new KeyFormatException(
                    "a JWK that does not parse", EXPECTED, "Check its kty, and that its numbers are base64url.");
        }
    }
}
