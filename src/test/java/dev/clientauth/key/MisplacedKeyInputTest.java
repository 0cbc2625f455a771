// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import dev.clientauth.key.inspect.VerificationKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("An input that is not a key is named, with the next step")
class MisplacedKeyInputTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "undefined | undefined or null",
                "null | undefined or null",
                "None | undefined or null",
                "[object Object] | undefined or null",
                "*** | masked",
                "******** | masked",
                "[REDACTED] | masked",
                "(sensitive value) | masked",
                "<sensitive> | masked",
                "\u2022\u2022\u2022\u2022\u2022\u2022 | masked",
                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:apple-key-AbCdEf | ARN",
                "arn:aws-cn:kms:cn-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab | ARN",
                "projects/my-project/secrets/apple-key/versions/latest | reference",
                "op://vault/apple/private key | reference",
                "@Microsoft.KeyVault(SecretUri=https://x.vault.azure.net/secrets/key/) | reference",
                "https://my-vault.vault.azure.net/secrets/apple-key/0123 | reference",
                "{{resolve:secretsmanager:MySecret:SecretString:key}} | reference",
                "ref+awsssm://path/key | reference",
                "vault:v1:8SDd3WHDOjf7mq69CyCqYjBXAiQQAVZRkFM13ok481zoCmHnSeDX9vyf7w== | Vault's transit",
                "ENC(nrmZtkF7T0kjG/VodDvBw93Ct8EgjCA+) | encrypted configuration",
                "{cipher}FKSAJDFGYOS8F7GLHAKERGFHLSAJ | encrypted configuration",
                "ENC[AES256_GCM,data:8SDd3WHDOjf7,iv:abc=,tag:def=,type:str] | sops",
                "$ANSIBLE_VAULT;1.2;AES256;dev 61626364 | Ansible vault",
                "!vault $ANSIBLE_VAULT;1.1;AES256 6162 | Ansible vault",
                "U2FsdGVkX1+VodDvBw93Ct8EgjCAnrmZtkF7T0kjG/VodDvBw93Ct8EgjCA= | openssl enc",
                "version https://git-lfs.github.com/spec/v1 oid sha256:4d7a2146 size 227 | Git LFS",
                "age-encryption.org/v1 -> X25519 abc | age",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ me@host | OpenSSH public key",
                "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAI me | OpenSSH public key",
                "SHA256:n3pUjwUKhOJbSm8jMfZ2H7Yxk8Z0y6jzvGZbq1H3lYc | fingerprint",
                "PuTTY-User-Key-File-2: ecdsa-sha2-nistp256 | PuTTY",
                "your-private-key-here | placeholder",
                "REPLACE_ME | placeholder",
                "changeme | placeholder",
                "${{ secrets.APPLE_KEY }} | placeholder",
                "__APPLE_KEY__ | placeholder",
                "#{ApplePrivateKey}# | placeholder",
                "process.env.APPLE_KEY | placeholder",
                "cat: /run/secrets/key: No such file or directory | error message",
                "Error: could not read the secret | error message",
                "$(cat key.pem) | command",
                "kubectl get secret x -o yaml | command",
                "/run/secrets/apple.p8 | path",
                "AuthKey_ABC123DEFG.p8 | path",
                "C:\\keys\\epic.pem | path",
                "file:///etc/keys/epic.pem | path",
                "gs://bucket/key.pem | URL",
                "<RSAKeyValue><Modulus>abc</Modulus></RSAKeyValue> | XML",
                "{\"private_key\":\"/Users/me/key.p8\"} | member \"private_key\" holds a path",
                "{\"a\":{\"privateKey\":\"undefined\"}} | member \"privateKey\" holds a word such as undefined",
                "{\"type\":\"service_account\",\"private_key\":\"***\"} | member \"private_key\" holds a masked",
                "{\"APPLE_MUSICKIT_PRIVATE_KEY_2026\":\"***\"} | member \"…\" holds a masked",
                "{\"APPLE_MUSICKIT_PRIVATE_KEY_P8\":\"***\"} | member \"APPLE_MUSICKIT_PRIVATE_KEY_P8\" holds a masked",
                "{\"rV8pemqkS1e0mBv7Xw3xFz2cTqYb9uQ4jL6nKdPaHgs\":\"***\"} | member \"…\" holds a masked",
                "[{\"signing_key\":\"arn:aws:ssm:eu-west-1:1:parameter/k\"}] | member \"signing_key\" holds an ARN",
            })
    void isReportedByItsContent(String text, String found) {
        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(text));

        assertThat(refusal.found()).contains(found);
        assertThat(refusal.remedy()).isNotBlank().doesNotContain("again whole");
        assertThat(catchThrowableOfType(KeyFormatException.class, () -> VerificationKey.parse(text))
                        .found())
                .isEqualTo(refusal.found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AGE ENCRYPTED FILE", "PGP MESSAGE", "PGP PRIVATE KEY BLOCK", "SSH2 PUBLIC KEY"})
    void isReportedByItsLabel(String label) {
        String text = "-----BEGIN " + label + "-----\nYWJjZGVmZ2hpamtsbW5vcA==\n-----END " + label + "-----";

        assertThat(catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(text))
                        .found())
                .containsAnyOf("age", "OpenPGP", "SSH");
    }

    @Test
    void isReportedInBase64Too() {
        byte[] salted = "Salted__12345678abcdefghijklmnopqrstuvwxyz0123456789".getBytes(StandardCharsets.ISO_8859_1);

        for (String text : new String[] {
            Base64.getEncoder().encodeToString(salted),
            Base64.getEncoder().encodeToString(Base64.getEncoder().encode(salted)),
            "key: " + Base64.getEncoder().encodeToString(salted)
        }) {
            KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(text));
            if (!text.startsWith("key")) {
                assertThat(refusal.found()).contains("openssl enc");
                assertThat(refusal.remedy()).contains("Decrypt");
            }
        }
    }
}
