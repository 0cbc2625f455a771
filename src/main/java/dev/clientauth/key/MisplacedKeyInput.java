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
    MISSING(
            "(?i:undefined|null|none|nil|nan|\\(null\\)|\\[object \\w{1,20}]|<nil>|<none>|<no value>|not set|unset|true|false)",
            "a word such as undefined or null in place of a key",
            "The variable or member was not set where it was read; set it there."),
    MASKED(
            "[*\\u2022\\u25CFxX.\\u2026_#-]{3,100}|[\\[(<{]?(?i:redacted|masked|hidden|filtered|sensitive|sensitive value|removed"
                    + "|omitted|secret|known after apply)[\\])>}]?|\\*{2,20}[\\w ]{1,30}\\*{2,20}",
            "a masked value (such as ***) in place of a key",
            "A log or a settings page hides secrets; take the key from where it is stored."),
    XML_KEY(
            "(?s).*<RSAKeyValue>.*",
            "an RSA key in XML, as .NET writes it",
            "Export it as PEM: rsa.ExportPkcs8PrivateKeyPem() in .NET."),
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
            "The private key is in the file of the same name without .pub. To have the public key as PEM, use: ssh-keygen -e"
                    + " -m PKCS8 -f FILE.pub"),
    SSH_FINGERPRINT(
            "(?:\\d{3,5} )?(?:SHA256:[\\w+/=]{20,}|(?:MD5:)?(?:[0-9a-f]{2}:){15}[0-9a-f]{2}).*",
            "the fingerprint of a key", "Pass the key itself; a fingerprint only names it."),
    PUTTY(
            "PuTTY-User-Key-File.*",
            "a PuTTY key",
            "Export it: puttygen FILE.ppk -O private-openssh -o key.pem, or in PuTTYgen by Conversions, Export OpenSSH key. Or"
                    + " make a new key with openssl genpkey."),
    ANSIBLE_VAULT(
            "(?:!vault[ \\t]*\\|?\\s*)?\\$ANSIBLE_VAULT;.*",
            "an Ansible vault, which is encrypted",
            "Decrypt it first: ansible-vault decrypt FILE"),
    AGE("age-encryption\\.org/v1.*", "a file encrypted by age", "Decrypt it first: age --decrypt -i IDENTITY FILE"),
    AGE_KEY("AGE-SECRET-KEY-1.*", "a key of age, which decrypts files", "Make a key for signing with openssl genpkey."),
    OPENSSL_ENC(
            "U2FsdGVkX1.*",
            "a text encrypted by openssl enc (U2FsdGVkX1 is base64 of Salted__)",
            "Decrypt it first: openssl enc -d -a -aes-256-cbc -pbkdf2 -in FILE -out key.pem, with the cipher and options that"
                    + " it was encrypted with."),
    VAULT_TRANSIT(
            "vault:v\\d+:.*",
            "a value encrypted by Vault's transit engine",
            "Decrypt it first: vault write transit/decrypt/KEY ciphertext=…"),
    ENCRYPTED_VALUE(
            "ENC\\(.*\\)|\\{cipher}.*|\\{AQA[A-Za-z0-9+/=]+}|AQICA[A-Za-z0-9+/=]{40,}|\\{aes\\}.*",
            "an encrypted configuration value",
            "Decrypt it with the tool that encrypted it (Jasypt, Spring Cloud Config, Jenkins, AWS KMS) before it is used."),
    GIT_LFS(
            "version https://git-lfs\\.github\\.com/.*",
            "a pointer of Git LFS in place of the file",
            "Fetch the file itself: git lfs pull"),
    ARN(
            "arn:aws[\\w-]*:.*",
            "an ARN, which names a resource of AWS",
            "Fetch what it names and pass that: aws secretsmanager get-secret-value --secret-id ARN --query SecretString"
                    + " --output text"),
    SECRET_REFERENCE(
            "projects/[^/\\s]+/secrets/.*|(?:op|vault|sm|gsm|awssm|awskms|gcpkms|azurekms|ssm|kms|akv|azurekeyvault|bws|doppler"
                    + "|secret|secretsmanager|keychain|env)://.*|ref\\+\\w+://.*|@Microsoft\\.KeyVault\\(.*|\\{\\{resolve:.*"
                    + "|https://[\\w-]+\\.(?:vault\\.azure\\.net|managedhsm\\.azure\\.net)/.*|(?:env|secret|vault):[\\w./#-]+",
            "a reference to a secret in place of the secret",
            "Have it resolved by the tool that it belongs to before this code runs, and pass the key itself."),
    COMMAND(
            "\\$?\\(?(?:cat|kubectl|openssl|aws|gcloud|az|op|vault|echo|base64|curl|pass|type|Get-Content) [^\\n]{1,500}",
            "a command in place of its output",
            "Run the command, and pass what it prints."),
    PLACEHOLDER(
            "\\$\\{.*}|\\$\\(.*\\)|\\{\\{.*}}|<[^<>]+>|\\$\\w+|\\$env:\\w+|%\\w+%|#\\{.*}#?|@\\w+@|__\\w+__|\\{\\w+}|\\[[\\w -]+]"
                    + "|(?i:(?:your|my|insert|paste|put|enter|replace|change|todo|example|dummy|sample|placeholder|fill|tbd)"
                    + "(?:$|[ _-][\\w .-]{0,80}|me|this|here))|(?i:process\\.env\\.\\w+|os\\.environ.*|System\\.getenv.*)",
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
    ERROR_MESSAGE(
            "(?is)(?=.{1,600}$)(?=.* ).*(?:no such file|not found|permission denied|access ?denied|unauthori[sz]ed|forbidden"
                    + "|could not|unable to|cannot |\\berror\\b|exception).*",
            "an error message in place of a key",
            "The command or download that should give the key failed; run it alone, and see why."),
    PATH(
            "(?:file:|/|\\.{1,2}[/\\\\]|~[/\\\\]|[A-Za-z]:[/\\\\])[^\\n]*"
                    + "|[^\\n]*\\.(?i:pem|p8|key|der|jwks?|json|p12|pfx|jks|keystore|crt|cer|txt|ppk|pub)",
            "a path in place of a key",
            "Pass the content of the file, or read it with SigningKey.load(Path)."),
    KUBERNETES(
            "(?s).*\\bkind: ?(?:SealedSecret|ExternalSecret|Secret)\\b.*",
            "a Kubernetes Secret without a key that can be read in it",
            "Take the value out of it: kubectl get secret NAME -o jsonpath='{.data.FILE}' | base64 -d"),
    END_ONLY(
            ".*-{4,5}\\s?END .*",
            "a PEM without its BEGIN line",
            "Copy the key again from its first line to its last, both included."),
    HEXADECIMAL("[0-9a-fA-F][0-9a-fA-F\\s:]{63,}", "hexadecimal", "Pass the key as PEM, as base64 or as a DER file."),
    THUMBPRINT(
            "[A-Za-z0-9_-]{43}|[0-9A-Fa-f]{40}",
            "a text of the length of a thumbprint or key id",
            "Pass the private key itself here, and the id where an id is asked for."),
    OTHER(
            ".*",
            "a text that is neither PEM, nor base64 of a key, nor JSON",
            "Pass the content of the key file as it was made or downloaded: PEM, which starts with -----BEGIN PRIVATE KEY-----,"
                    + " DER, base64 of either, or a JWK.");

    private static final int LONGEST_PATH = 1024;

    private final Pattern pattern;
    private final String found;
    private final String remedy;

    MisplacedKeyInput(String pattern, String found, String remedy) {
        this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
        this.found = found;
        this.remedy = remedy;
    }

    private static final Pattern SOPS = Pattern.compile("ENC\\[AES256_GCM,data:");
    private static final Pattern SEALED = Pattern.compile("(?m)^\\s{0,8}encryptedData:|kind: ?SealedSecret");

    /** Refuses a document whose values are encrypted, whatever else stands in it. */
    static void refuseEncrypted(String text) {
        if (SOPS.matcher(text).find()) {
            throw new KeyFormatException("a document encrypted by sops", "Decrypt it first: sops decrypt FILE");
        }
        if (SEALED.matcher(text).find()) {
            throw new KeyFormatException(
                    "a Kubernetes SealedSecret, which only its cluster can decrypt",
                    "Take the key from the cluster: kubectl get secret NAME -o jsonpath='{.data.FILE}' | base64 -d");
        }
    }

    KeyFormatException exception() {
        return new KeyFormatException(found, remedy);
    }

    /** What the text is; never quotes it, because a key cut short may look like anything. */
    static KeyFormatException of(String text) {
        MisplacedKeyInput match = Arrays.stream(values())
                .filter(candidate -> candidate.matches(text))
                .findFirst()
                .orElse(OTHER);
        if (match != PATH) {
            return match.exception();
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
        if (label.equals("PGP MESSAGE")) {
            return Optional.of(new KeyFormatException(
                    "an OpenPGP message, which is encrypted", "Decrypt it first: gpg --decrypt FILE"));
        }
        if (label.startsWith("PGP ")) {
            return Optional.of(new KeyFormatException(
                    "an OpenPGP block (" + label + ")", "Make a key for signing tokens with openssl genpkey."));
        }
        if (label.equals("AGE ENCRYPTED FILE")) {
            return Optional.of(AGE.exception());
        }
        if (label.startsWith("SSH2 ")) {
            return Optional.of(new KeyFormatException(
                    "an SSH public key (" + label + ")",
                    "Load the private key that was made together with it. To have the public key as PEM, use: ssh-keygen -i"
                            + " -f FILE > key.pub, then ssh-keygen -e -m PKCS8 -f key.pub"));
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
