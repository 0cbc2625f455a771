package dev.clientauth.key;

import java.io.File;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people pass in place of a private key, in the order in which it is told apart. */
enum MisplacedKeyInput {
    EMPTY(
            "",
            "an empty text",
            "Check that the file or variable that should hold the key is set, and is readable for this process."),
    PAGE(
            "<(?:!DOCTYPE|html|\\?xml|head|body)\\b.*",
            "an HTML or XML page",
            "Download the key file itself; a page often means that the download asked for a login."),
    JWT(
            "[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]*",
            "a JWT",
            "Pass the private key that signs such tokens, not a signed token."),
    JWE("[\\w-]{10,}(?:\\.[\\w-]*){4}", "an encrypted JWT (JWE)", "Decrypt it first, and pass the key inside."),
    SSH_PUBLIC_KEY(
            "(?:ssh-|ecdsa-sha2-|sk-)[\\w@.-]+ .*",
            "an OpenSSH public key",
            "Pass a private key; make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"),
    PUTTY(
            "PuTTY-User-Key-File.*",
            "a PuTTY key",
            "Export it from PuTTYgen as an OpenSSH key in the old PEM format, or make a new key with openssl genpkey."),
    ANSIBLE_VAULT("\\$ANSIBLE_VAULT;.*", "an Ansible vault", "Decrypt it with ansible-vault first."),
    PLACEHOLDER(
            "\\$\\{.*}|\\$\\(.*\\)|\\{\\{.*}}|<[^<>]+>|\\$\\w+|%\\w+%",
            "a placeholder that nothing replaced", "Have the variable or template filled in before this code runs."),
    UUID(
            "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
            "a UUID, perhaps a key id or client id",
            "Pass the private key itself here, and the id where an id is asked for."),
    APPLE_CLIENT_ID(
            "(?:SCHOOLAPI|BUSINESSAPI)\\..*",
            "an Apple client id",
            "Pass the private key itself here, and the id to clientId."),
    APPLE_KEY_ID(
            "[A-Z0-9]{10}",
            "ten characters that look like an Apple key id or team id",
            "Pass the content of the file AuthKey_<key id>.p8 here, and the id as key id."),
    URL("(?:https?|ftp|s3|gs)://.*", "a URL", "Fetch what it points to, and pass that."),
    PATH(
            "(?:file:|/|\\.{1,2}[/\\\\]|~[/\\\\]|[A-Za-z]:[/\\\\])[^\\n]*"
                    + "|[^\\n]*\\.(?i:pem|p8|key|der|jwks?|json|p12|pfx|jks|keystore|crt|cer|txt)",
            "a path in place of a key",
            "Pass the content of the file, or read it with SigningKey.load(Path)."),
    END_ONLY(
            ".*-{4,5}\\s?END .*",
            "a PEM without its BEGIN line",
            "Copy the key again from its first line to its last, both included."),
    HEXADECIMAL("[0-9a-fA-F][0-9a-fA-F\\s:]{63,}", "hexadecimal", "Pass the key as PEM, as base64 or as a DER file."),
    OTHER(
            ".*",
            "a text that is neither PEM, nor base64 of a key, nor JSON",
            "A PEM key starts with -----BEGIN PRIVATE KEY-----; if this one does not, copy it again whole.");

    private static final int LONGEST_PATH = 1024;

    private final Pattern pattern;
    private final String found;
    private final String remedy;

    MisplacedKeyInput(String pattern, String found, String remedy) {
        this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
        this.found = found;
        this.remedy = remedy;
    }

    /** What the text is; never quotes it, because a key cut short may look like anything. */
    static KeyFormatException of(String text) {
        MisplacedKeyInput match = Arrays.stream(values())
                .filter(candidate -> candidate.matches(text))
                .findFirst()
                .orElse(OTHER);
        if (match != PATH) {
            return new KeyFormatException(match.found, match.remedy);
        }
        String existence = new File(text).exists() ? ", of a file that exists" : ", of a file that does not exist here";
        return new KeyFormatException(match.found + existence, match.remedy);
    }

    private boolean matches(String text) {
        return (this != PATH || text.length() <= LONGEST_PATH)
                && pattern.matcher(text).matches();
    }

    /** What DER other than a private key is. */
    static KeyFormatException of(DerType form) {
        return switch (form) {
            case PUBLIC_KEY ->
                new KeyFormatException(
                        form.description(),
                        "Load the private key that was made together with it; the public one is for the provider.");
            case CERTIFICATE, CERTIFICATE_REQUEST, PKCS7 ->
                new KeyFormatException(
                        form.description(), "It holds a public key only. Load the private key that it was made with.");
            case PKCS12 -> keyStore("PKCS#12");
            case DSA -> KeyErrors.algorithm("DSA");
            default -> new KeyFormatException(form.description(), "Pass the private key as PEM, as DER or as a JWK.");
        };
    }

    static KeyFormatException keyStore(String type) {
        return new KeyFormatException("a " + type + " key store", "Use SigningKey.fromKeyStore(file, password).");
    }

    /** What stands under a PEM label whose body is no DER. */
    static Optional<KeyFormatException> label(String label) {
        if (label.startsWith("PGP ")) {
            return Optional.of(new KeyFormatException(
                    "an OpenPGP block (" + label + ")", "Make a key for signing tokens with openssl genpkey."));
        }
        if (label.startsWith("SSH2 ")) {
            return Optional.of(new KeyFormatException(
                    "an SSH public key (" + label + ")", "Load the private key that was made together with it."));
        }
        if (label.equals("OPENSSH PRIVATE KEY")) {
            return Optional.of(
                    new KeyFormatException(
                            "an OpenSSH private key",
                            "Convert a copy of it with: ssh-keygen -p -m PKCS8 -f COPY, or make a new key with openssl genpkey."));
        }
        return Optional.empty();
    }
}
