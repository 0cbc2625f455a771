package dev.clientauth.key;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static dev.clientauth.key.KeyArguments.required;

/**
 * Everything that can be said about the keys of a file or text: each key with its {@linkplain VerificationKey#notes()
 * notes}, and those that were refused with the reason.
 *
 * <p>It reads what {@link VerificationKey} reads, within the same bounds. Nothing private is in it.
 */
public final class KeyInspection {
    private final List<InspectedKey> keys;

    private KeyInspection(List<InspectedKey> keys) {
        this.keys = keys;
    }

    /**
     * Inspects a file that is not encrypted.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it holds no usable key
     */
    public static KeyInspection load(Path file) throws IOException {
        return load(required(file, "file"), new KeyRequest(null));
    }

    /**
     * Inspects a file with an encrypted private key.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException if it holds no usable key, or the password is wrong
     */
    public static KeyInspection loadEncrypted(Path file, char[] password) throws IOException {
        return load(required(file, "file"), new KeyRequest(required(password, "password")));
    }

    private static KeyInspection load(Path file, KeyRequest request) throws IOException {
        byte[] content = KeyFile.read(file);
        try {
            List<InspectedKey> keys = read(KeyParser.parse(content), request);
            String name = KeyFile.keyId(file).orElse(null);
            return new KeyInspection(keys.stream().map(key -> named(key, name)).toList());
        } catch (KeyFormatException e) {
            throw forPublic(e).in(file);
        }
    }

    /**
     * Inspects the only private key of a PKCS#12 or JKS key store, and its certificate.
     *
     * @throws IOException if the file cannot be read
     * @throws KeyFormatException as {@link SigningKey#fromKeyStore(Path, char[])}
     */
    public static KeyInspection loadKeyStore(Path file, char[] password) throws IOException {
        required(password, "password");
        byte[] content = KeyFile.read(required(file, "file"));
        try {
            KeyMaterial material = KeyStoreFile.read(content, password, null, password);
            return new KeyInspection(List.of(InspectedKey.of(VerificationKey.of(material))));
        } catch (KeyFormatException e) {
            throw e.in(file);
        }
    }

    private static InspectedKey named(InspectedKey key, @Nullable String keyId) {
        return keyId == null
                ? key
                : key.key().map(each -> InspectedKey.of(each.named(keyId))).orElse(key);
    }

    /**
     * Inspects a text.
     *
     * @throws KeyFormatException if it holds no usable key, or is longer than 1 MiB
     */
    public static KeyInspection parse(String text) {
        try {
            return new KeyInspection(read(KeyParser.parse(required(text, "text")), new KeyRequest(null)));
        } catch (KeyFormatException e) {
            throw forPublic(e);
        }
    }

    private static List<InspectedKey> read(KeyInput input, KeyRequest request) {
        return PublicKeyReader.read(input, request);
    }

    /** The error in the words of one who would accept a public key, too. */
    private static KeyFormatException forPublic(KeyFormatException e) {
        return e.expected().equals(KeyFormatException.SIGNING_KEY) ? e.expecting(PublicKeyReader.EXPECTED) : e;
    }

    /** The keys in their order, at least one of them usable. */
    public List<InspectedKey> keys() {
        return keys;
    }

    /** The usable keys in their order. */
    public List<VerificationKey> usableKeys() {
        return keys.stream().flatMap(key -> key.key().stream()).toList();
    }

    /** The keys, none of them private. */
    @Override
    public String toString() {
        return "KeyInspection" + keys;
    }
}
