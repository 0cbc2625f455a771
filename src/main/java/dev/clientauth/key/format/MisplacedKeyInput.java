// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.KeyErrors;
import dev.clientauth.key.crypto.UnusableKeyException;

import java.io.File;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes what people pass instead of a private key, in the order of detection. */
public enum MisplacedKeyInput {
    EMPTY("", "empty text", "Check that the file or variable for the key is set and that this process can read it."),
    MISSING(
            "(?i:undefined|null|none|nil|nan|\\(null\\)|\\[object \\w{1,20}]|<nil>|<none>|<no value>|not set|unset|true|false)",
            "a word such as undefined or null instead of a key",
            "The variable or member was not set; set it where the key is configured."),
    MASKED(
            "[*\\u2022\\u25CFxX.\\u2026_#-]{3,100}|[\\[(<{]?(?i:redacted|masked|hidden|filtered|sensitive|sensitive value|removed"
                    + "|omitted|secret|known after apply)[\\])>}]?|\\*{2,20}[\\w ]{1,30}\\*{2,20}",
            "a masked value (such as ***) instead of a key",
            "Logs and settings pages hide secrets; copy the key from where it is stored."),
    XML_KEY(
            "(?s).*<RSAKeyValue>.*",
            "an RSA key in XML, as .NET writes it",
            "Export it as PEM: rsa.ExportPkcs8PrivateKeyPem() in .NET."),
    PAGE(
            "<(?:!DOCTYPE|html|\\?xml|head|body)\\b.*",
            "an HTML or XML page",
            "Download the key file itself; a page often means that the download required a login."),
    JWT(
            "[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]*",
            "a JWT",
            "Pass the private key that signs such tokens, not a signed token."),
    JWE("[\\w-]{10,}(?:\\.[\\w-]*){4}", "an encrypted JWT (JWE)", "Decrypt it first, and pass the key inside."),
    SSH_PUBLIC_KEY(
            "(?:ssh-|ecdsa-sha2-|sk-)[\\w@.-]+ .*",
            "an OpenSSH public key",
            "The private key is in the file of the same name without .pub. To get the public key as PEM, use: ssh-keygen -e"
                    + " -m PKCS8 -f FILE.pub"),
    SSH_FINGERPRINT(
            "(?:\\d{3,5} )?(?:SHA256:[\\w+/=]{20,}|(?:MD5:)?(?:[0-9a-f]{2}:){15}[0-9a-f]{2}).*",
            "the fingerprint of a key", "Pass the key itself; a fingerprint only identifies it."),
    PUTTY(
            "PuTTY-User-Key-File.*",
            "a PuTTY key",
            "Export it: puttygen FILE.ppk -O private-openssh -o key.pem, or in PuTTYgen with Conversions > Export OpenSSH key. Or"
                    + " create a new key with openssl genpkey."),
    ANSIBLE_VAULT(
            "(?:!vault[ \\t]*\\|?\\s*)?\\$ANSIBLE_VAULT;.*",
            "an Ansible vault, which is encrypted",
            "Decrypt it first: ansible-vault decrypt FILE"),
    AGE("age-encryption\\.org/v1.*", "a file encrypted with age", "Decrypt it first: age --decrypt -i IDENTITY FILE"),
    AGE_KEY("AGE-SECRET-KEY-1.*", "an age key, which decrypts files", "Create a key for signing with openssl genpkey."),
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
            "a Git LFS pointer instead of the file",
            "Fetch the file itself: git lfs pull"),
    ARN(
            "arn:aws[\\w-]*:.*",
            "an ARN, which identifies an AWS resource",
            "Fetch the secret and pass it: aws secretsmanager get-secret-value --secret-id ARN --query SecretString"
                    + " --output text"),
    SECRET_REFERENCE(
            "projects/[^/\\s]+/secrets/.*|(?:op|vault|sm|gsm|awssm|awskms|gcpkms|azurekms|ssm|kms|akv|azurekeyvault|bws|doppler"
                    + "|secret|secretsmanager|keychain|env)://.*|ref\\+\\w+://.*|@Microsoft\\.KeyVault\\(.*|\\{\\{resolve:.*"
                    + "|https://[\\w-]+\\.(?:vault\\.azure\\.net|managedhsm\\.azure\\.net)/.*|(?:env|secret|vault):[\\w./#-]+",
            "a reference to a secret instead of the secret",
            "Resolve it with the tool that it belongs to before this code runs, and pass the key itself."),
    COMMAND(
            "\\$?\\(?(?:cat|kubectl|openssl|aws|gcloud|az|op|vault|echo|base64|curl|pass|type|Get-Content) [^\\n]{1,500}",
            "a command instead of its output",
            "Run the command, and pass what it prints."),
    PLACEHOLDER(
            "\\$\\{.*}|\\$\\(.*\\)|\\{\\{.*}}|<[^<>]+>|\\$\\w+|\\$env:\\w+|%\\w+%|#\\{.*}#?|@\\w+@|__\\w+__|\\{\\w+}|\\[[\\w -]+]"
                    + "|(?i:(?:your|my|insert|paste|put|enter|replace|change|todo|example|dummy|sample|placeholder|fill|tbd)"
                    + "(?:$|[ _-][\\w .-]{0,80}|me|this|here))|(?i:process\\.env\\.\\w+|os\\.environ.*|System\\.getenv.*)",
            "a placeholder that was not replaced", "Resolve the variable or template before this code runs."),
    UUID(
            "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
            "a UUID, possibly a key id or client id",
            "Pass the private key itself here, and the id where an id is asked for."),
    APPLE_CLIENT_ID(
            "(?:SCHOOLAPI|BUSINESSAPI)\\..*",
            "an Apple client id",
            "Pass the private key itself here, and the id to clientId."),
    APPLE_KEY_ID(
            "[A-Z0-9]{10}",
            "ten characters that look like an Apple key id or team id",
            "Pass the content of the file AuthKey_<key id>.p8 here, and the id as key id."),
    URL("(?:https?|ftp|s3|gs)://.*", "a URL", "Fetch what it points to, and pass the content."),
    ERROR_MESSAGE(
            "(?is)(?=.{1,600}$)(?=.* ).*(?:no such file|not found|permission denied|access ?denied|unauthori[sz]ed|forbidden"
                    + "|could not|unable to|cannot |\\berror\\b|exception).*",
            "an error message instead of a key",
            "The command or download that should have returned the key failed; run it on its own to see why."),
    PATH(
            "(?:file:|/|\\.{1,2}[/\\\\]|~[/\\\\]|[A-Za-z]:[/\\\\])[^\\n]*"
                    + "|[^\\n]*\\.(?i:pem|p8|key|der|jwks?|json|p12|pfx|jks|keystore|crt|cer|txt|ppk|pub)",
            "a path instead of a key",
            "Pass the content of the file, or read it with SigningKey.load(Path)."),
    KUBERNETES(
            "(?s).*\\bkind: ?(?:SealedSecret|ExternalSecret|Secret)\\b.*",
            "a Kubernetes Secret without a readable key",
            "Extract the value: kubectl get secret NAME -o jsonpath='{.data.FILE}' | base64 -d"),
    END_ONLY(
            ".*-{4,5}\\s?END .*",
            "a PEM without its BEGIN line",
            "Copy the key again from its first line to its last, both included."),
    HEXADECIMAL("[0-9a-fA-F][0-9a-fA-F\\s:]{63,}", "hexadecimal", "Pass the key as PEM, as base64 or as a DER file."),
    THUMBPRINT(
            "[A-Za-z0-9_-]{43}|[0-9A-Fa-f]{40}",
            "text as long as a thumbprint or key id",
            "Pass the private key itself here, and the id where an id is asked for."),
    OTHER(
            ".*",
            "text that is neither PEM, nor base64 of a key, nor JSON",
            "Pass the content of the key file as it was created or downloaded: PEM, which starts with -----BEGIN PRIVATE KEY-----,"
                    + " DER, base64 of either, or a JWK.");

    private static final int MAX_PATH = 1024;

    private final Pattern pattern;
    private final String found;
    private final String remedy;

    MisplacedKeyInput(String pattern, String found, String remedy) {
        this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
        this.found = found;
        this.remedy = remedy;
    }

    /** A line of a settings file, with the value after the name. */
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?:export |\\$env:|set )?[A-Za-z_][\\w.-]{0,80}[ \\t]*[=:][ \\t]*[\"']?([^\\n\"']{0,2000})[\"']?;?");

    private static final Pattern SOPS = Pattern.compile("ENC\\[AES256_GCM,data:");
    private static final Pattern SEALED = Pattern.compile("(?m)^\\s{0,8}encryptedData:|kind: ?SealedSecret");

    /** Rejects a document with encrypted values, whatever else it contains. */
    static void refuseEncrypted(String text) {
        if (SOPS.matcher(text).find()) {
            throw new UnusableKeyException("a document encrypted by sops", "Decrypt it first: sops decrypt FILE");
        }
        if (SEALED.matcher(text).find()) {
            throw new UnusableKeyException(
                    "a Kubernetes SealedSecret, which only its cluster can decrypt",
                    "Get the key from the cluster: kubectl get secret NAME -o jsonpath='{.data.FILE}' | base64 -d");
        }
    }

    UnusableKeyException exception() {
        return new UnusableKeyException(found, remedy);
    }

    /** Returns the error for a text; never quotes it, because a truncated key may look like anything. */
    static UnusableKeyException of(String text) {
        MisplacedKeyInput whole = match(text);
        Matcher assignment = ASSIGNMENT.matcher(text);
        if (whole == OTHER && assignment.matches()) {
            return of(assignment.group(1));
        }
        return whole == PATH ? path(text) : whole.exception();
    }

    private static MisplacedKeyInput match(String text) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.matches(text))
                .findFirst()
                .orElse(OTHER);
    }

    private static UnusableKeyException path(String text) {
        MisplacedKeyInput match = PATH;
        String existence = new File(text).exists() ? ", of a file that exists" : ", of a file that does not exist here";
        return new UnusableKeyException(match.found + existence, match.remedy);
    }

    private boolean matches(String text) {
        return (this != PATH || text.length() <= MAX_PATH)
                && pattern.matcher(text).matches();
    }

    /** Returns the error for DER that is not a private key. */
    static UnusableKeyException of(DerType form) {
        return switch (form) {
            case PUBLIC_KEY ->
                new UnusableKeyException(
                        form.description(), "Load the matching private key; the public key is for the provider.");
            case CERTIFICATE, CERTIFICATE_REQUEST, PKCS7 ->
                new UnusableKeyException(
                        form.description(), "It contains only a public key. Load the matching private key.");
            case PKCS12 -> keyStore("PKCS#12");
            case DSA -> KeyErrors.algorithm("DSA");
            default -> new UnusableKeyException(form.description(), "Pass the private key as PEM, as DER or as a JWK.");
        };
    }

    static UnusableKeyException keyStore(String type) {
        return new UnusableKeyException("a " + type + " key store", "Use SigningKey.fromKeyStore(file, password).");
    }

    /** Returns the error for a PEM label whose body is not DER. */
    public static Optional<UnusableKeyException> label(String label) {
        if (label.equals("PGP MESSAGE")) {
            return Optional.of(new UnusableKeyException(
                    "an OpenPGP message, which is encrypted", "Decrypt it first: gpg --decrypt FILE"));
        }
        if (label.startsWith("PGP ")) {
            return Optional.of(new UnusableKeyException(
                    "an OpenPGP block (" + label + ")", "Create a key for signing with openssl genpkey."));
        }
        if (label.equals("AGE ENCRYPTED FILE")) {
            return Optional.of(AGE.exception());
        }
        if (label.startsWith("SSH2 ")) {
            return Optional.of(new UnusableKeyException(
                    "an SSH public key (" + label + ")",
                    "Load the matching private key. To get the public key as PEM, use: ssh-keygen -i"
                            + " -f FILE > key.pub, then ssh-keygen -e -m PKCS8 -f key.pub"));
        }
        if (label.equals("OPENSSH PRIVATE KEY")) {
            return Optional.of(
                    new UnusableKeyException(
                            "an OpenSSH private key",
                            "Convert a copy of it with: ssh-keygen -p -m PKCS8 -f COPY, or create a new key with openssl genpkey."));
        }
        return Optional.empty();
    }
}
