// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.fakes.TestCertificates;
import dev.clientauth.key.SigningKey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A token request that a provider is known to accept, as a handwritten text in {@code src/test/resources/accepted}. Only
 * the times, the signature and values that depend on the key are filled in; nothing comes from a profile or the library's
 * minting.
 *
 * @param provider the id of the provider, which is the name of the file
 * @param variant what is special about it, and who shows that it is accepted
 * @param block its lines: settings, the header and the claims of the JWT, an empty line, and the HTTP request
 */
record AcceptedText(String provider, String variant, String block) {
    static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private static final Path FOLDER = Path.of("src/test/resources/accepted");
    private static final Pattern TIME = Pattern.compile("@(-?\\d+)(\\.\\d+)?");
    private static final Map<String, KeyPair> KEYS = Map.of(
            "RSA", pair("RSA", null),
            "P-256", pair("EC", "secp256r1"),
            "P-384", pair("EC", "secp384r1"),
            "P-521", pair("EC", "secp521r1"),
            "Ed25519", pair("Ed25519", null));

    /** A fault of the text, and the rule that it breaks. */
    record Fault(String rule, String old, String changed) {}

    static List<AcceptedText> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().flatMap(AcceptedText::in).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<AcceptedText> in(Path file) {
        try {
            String provider = file.getFileName().toString().replace(".txt", "");
            return Arrays.stream(Files.readString(file).split("(?m)^== "))
                    .filter(text -> !text.isBlank())
                    .map(text -> text.split("\n", 2))
                    .map(parts -> new AcceptedText(provider, parts[0], parts[1].stripTrailing() + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String settings() {
        return block.split("\n\n", 2)[0];
    }

    Optional<String> setting(String name) {
        Matcher line = Pattern.compile("(?m)^" + name + ": (.*)$").matcher(settings());
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }

    private String required(String name) {
        return setting(name).orElseThrow(() -> new AssertionError(this + " has no " + name));
    }

    String clientId() {
        return required("client");
    }

    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        Matcher line =
                Pattern.compile("(?m)^mutant: (\\S+) \\| (.*?) =>(?: (.*))?$").matcher(settings());
        while (line.find()) {
            String changed = line.group(3) == null ? "" : line.group(3);
            faults.add(new Fault(line.group(1), line.group(2), changed.replace("@LF", "\n")));
        }
        return faults;
    }

    /** The text with a fault, in the JWT or in the request. */
    AcceptedText with(Fault fault) {
        String bare = block.replaceAll("(?m)^mutant: .*\n", "");
        if (!bare.contains(fault.old())) {
            throw new AssertionError(this + " does not contain " + fault.old());
        }
        return new AcceptedText(provider, variant + ", " + fault.rule(), bare.replace(fault.old(), fault.changed()));
    }

    /** The public key that is registered with the provider, with the key id in the header of the text as written. */
    JWK publicKey() {
        KeyPair pair = KEYS.get(required("key"));
        Matcher kid = Pattern.compile("\"kid\":\"([^\"]*)\"").matcher(block);
        SigningKey key = SigningKey.of(pair.getPrivate(), pair.getPublic(), kid.find() ? kid.group(1) : "unnamed");
        JWK jwk = key.publicJwk();
        Map<String, Object> members = jwk.toJSONObject();
        members.remove("alg");
        if (!block.contains("\"kid\":")) {
            members.remove("kid");
        }
        try {
            if (required("header").contains("@X5")) {
                members.put("x5c", List.of(Base64.getEncoder().encodeToString(certificate(key))));
            }
            return JWK.parse(members);
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] certificate(SigningKey key) {
        try {
            return CERTIFICATES.computeIfAbsent(key.thumbprint(), id -> encoded(key));
        } catch (IllegalStateException e) {
            throw new AssertionError(e);
        }
    }

    private static final Map<String, byte[]> CERTIFICATES = new java.util.concurrent.ConcurrentHashMap<>();

    private static byte[] encoded(SigningKey key) {
        try {
            return TestCertificates.of(key).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String thumbprint(SigningKey key) {
        try {
            return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(certificate(key)))
                    .toString();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The HTTP request with a signed JWT, and this authorization code where there is one. */
    String request(String code) {
        KeyPair pair = KEYS.get(required("key"));
        SigningKey key = SigningKey.of(pair.getPrivate(), pair.getPublic(), "certified");
        String header = required("header")
                .replace("@X5T", thumbprint(key))
                .replace("@X5C", Base64.getEncoder().encodeToString(certificate(key)));
        String claims = times(required("claims").replace("@CODE", code));
        String input = Base64URL.encode(header) + "." + Base64URL.encode(claims);
        String jwt = input + "." + signature(header, input, pair);
        return block.split("\n\n", 2)[1]
                .replace("@JWT", jwt)
                .replace("@CODE", code)
                .stripTrailing();
    }

    private static String times(String claims) {
        return TIME.matcher(claims).replaceAll(found -> {
            BigDecimal time = BigDecimal.valueOf(NOW.getEpochSecond() + Long.parseLong(found.group(1)));
            return found.group(2) == null ? time.toPlainString() : time.toPlainString() + found.group(2);
        });
    }

    private static Base64URL signature(String header, String input, KeyPair pair) {
        Matcher named = Pattern.compile("\"alg\":\"(\\w+)\"").matcher(header);
        JWSAlgorithm alg = named.find() ? JWSAlgorithm.parse(named.group(1)) : JWSAlgorithm.RS256;
        try {
            if (pair.getPrivate().getAlgorithm().equals("EdDSA")) {
                Signature signer = Signature.getInstance("Ed25519");
                signer.initSign(pair.getPrivate());
                signer.update(input.getBytes(UTF_8));
                return Base64URL.encode(signer.sign());
            }
            if (pair.getPrivate() instanceof RSAPrivateKey rsa && JWSAlgorithm.Family.RSA.contains(alg)) {
                return new RSASSASigner(rsa).sign(new JWSHeader(alg), input.getBytes(UTF_8));
            }
            if (pair.getPrivate() instanceof java.security.interfaces.ECPrivateKey ec
                    && new ECDSASigner(ec).supportedJWSAlgorithms().contains(alg)) {
                return new ECDSASigner(ec).sign(new JWSHeader(alg), input.getBytes(UTF_8));
            }
            return Base64URL.encode(new byte[64]);
        } catch (GeneralSecurityException | com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve != null) {
                generator.initialize(new ECGenParameterSpec(curve));
            } else if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The URL to which the request is sent, without its query. */
    String endpoint() {
        Matcher line = Pattern.compile("(?m)^POST ([^ ?]+)\\S* HTTP/1.1\nHost: (\\S+)$")
                .matcher(block);
        if (!line.find()) {
            throw new AssertionError(this + " has no request line");
        }
        return "https://" + line.group(2) + line.group(1);
    }

    @Override
    public String toString() {
        return provider + ": " + variant;
    }
}
