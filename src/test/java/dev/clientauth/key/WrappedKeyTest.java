// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import dev.clientauth.key.crypto.KeyNote;
import dev.clientauth.key.inspect.VerificationKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A key is read despite the text that tools, editors and configuration formats wrap around it")
class WrappedKeyTest {

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String escaped(String pem) {
        return pem.replace("\n", "\\n");
    }

    private static String lines(String pem, String before, String after) {
        return pem.lines().map(line -> before + line + after).collect(Collectors.joining("\n"));
    }

    private static String body(String pem) {
        return pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    }

    private static Arguments wrapper(String name, UnaryOperator<String> wrapping) {
        return Arguments.of(name, wrapping);
    }

    static Stream<Arguments> wrappers() {
        return Stream.of(
                wrapper("base64 twice", pem -> base64(base64(pem))),
                wrapper(
                        "base64 three times, with line breaks",
                        pem -> Base64.getMimeEncoder()
                                .encodeToString(base64(base64(pem)).getBytes(UTF_8))),
                wrapper("base64 of an escaped PEM", pem -> base64(escaped(pem))),
                wrapper("base64 in quotes with %", pem -> "\"" + base64(pem) + "\"%"),
                wrapper("base64 of JSON with the key", pem -> base64("{\"key\":\"" + escaped(pem) + "\"}")),
                wrapper(
                        "Kubernetes Secret, data",
                        pem -> "apiVersion: v1\nkind: Secret\ndata:\n  tls.key: " + base64(pem) + "\ntype: Opaque\n"),
                wrapper(
                        "Kubernetes Secret, data in a block",
                        pem -> "kind: Secret\napiVersion: v1\ndata:\n  key: |\n    "
                                + base64(pem).replaceAll("(.{76})", "$1\n    ") + "\nmetadata:\n  name: x\n"),
                wrapper(
                        "Kubernetes Secret, stringData",
                        pem -> "kind: Secret\nstringData:\n  key: |\n" + lines(pem, "    ", "")),
                wrapper(
                        "Kubernetes Secret as JSON",
                        pem -> "{\"kind\":\"Secret\",\"data\":{\"k\":\"" + base64(pem) + "\"}}"),
                wrapper(".env of base64", pem -> "CLIENT_ID=abc\nKEY_B64=" + base64(pem) + "\nOTHER=1\n"),
                wrapper("properties", pem -> "# keys\nclient.key=" + escaped(pem) + "\nclient.id=x"),
                wrapper("bare base64 of DER in YAML", pem -> "client:\n  private-key: " + body(pem) + "\n  id: x\n"),
                wrapper("heredoc of a shell", pem -> "cat > key.pem <<EOF\n" + pem + "EOF\n"),
                wrapper("Terraform heredoc", pem -> "variable \"k\" {\n  default = <<EOT\n" + pem + "EOT\n}\n"),
                wrapper("Terraform output of base64", pem -> "key = \"" + base64(pem) + "\"\n"),
                wrapper(
                        "Java literals",
                        pem -> "String k = "
                                + pem.lines().map(line -> "\"" + line + "\\n\"").collect(Collectors.joining("\n    + "))
                                + ";"),
                wrapper(
                        "JavaScript literals",
                        pem -> "const k = "
                                + pem.lines().map(line -> "'" + line + "\\n'").collect(Collectors.joining(" +\n  "))),
                wrapper(
                        "PHP literals",
                        pem -> "$k = "
                                + pem.lines()
                                        .map(line -> "\"" + line + "\" . PHP_EOL .\n")
                                        .collect(Collectors.joining())
                                + "\"\";"),
                wrapper(
                        "VB literals",
                        pem -> pem.lines()
                                .map(line -> "\"" + line + "\"")
                                .collect(Collectors.joining(" & vbCrLf & _\n  "))),
                wrapper(
                        "Python bytes literals",
                        pem -> "KEY = ("
                                + pem.lines().map(line -> "b'" + line + "\\n'").collect(Collectors.joining("\n  "))
                                + ")"),
                wrapper("Python repr of bytes", pem -> "b'" + escaped(pem) + "'"),
                wrapper("Python repr of base64 bytes", pem -> "b'" + base64(pem) + "'"),
                wrapper(
                        "JSON array of lines",
                        pem -> "{\"key\":["
                                + pem.lines().map(line -> "\"" + line + "\"").collect(Collectors.joining(",")) + "]}"),
                wrapper(
                        "JSON, escaped twice",
                        pem -> "{\"a\":\"{\\\"private_key\\\":\\\"" + pem.replace("\n", "\\\\n") + "\\\"}\"}"),
                wrapper(
                        "response of a secret manager",
                        pem -> "{\"data\":{\"data\":{\"pem\":\"" + escaped(pem) + "\"},\"metadata\":{\"version\":1}}}"),
                wrapper(
                        "JSON with slashes escaped",
                        pem -> "{\"k\":\"" + escaped(pem).replace("/", "\\/") + "\"}"),
                wrapper("quoted mail", pem -> lines(pem, "> ", "")),
                wrapper("comment lines", pem -> lines(pem, "# ", "")),
                wrapper("slash comment lines", pem -> lines(pem, "// ", "")),
                wrapper("cat -n", pem -> lines(pem, "    7\t", "")),
                wrapper("cat -A", pem -> lines(pem, "", "$")),
                wrapper("cat -A of CRLF", pem -> lines(pem, "", "^M$")),
                wrapper("added lines of a diff", pem -> lines(pem, "+", "")),
                wrapper("Markdown fence", pem -> "The key:\n```pem\n" + pem + "```\n"),
                wrapper("HTML line breaks", pem -> lines(pem, "", "<br/>")),
                wrapper(
                        "HTML entities",
                        pem -> pem.replace("\n", "&#10;").replace("+", "&#43;").replace("/", "&#x2F;")),
                wrapper("percent encoding", pem -> URLEncoder.encode(pem, UTF_8)),
                wrapper(
                        "quoted-printable",
                        pem -> pem.replace("=", "=3D").replaceAll("(?m)^([A-Za-z0-9+/]{40})", "$1=\r\n")),
                wrapper("CR alone", pem -> pem.replace('\n', '\r')),
                wrapper("no line breaks", pem -> pem.replace("\n", "")),
                wrapper("n in place of line breaks", pem -> pem.replace("\n", "n")),
                wrapper("/n in place of line breaks", pem -> pem.replace("\n", "/n")),
                wrapper("spaces in place of line breaks", pem -> pem.replace('\n', ' ')),
                wrapper("tabs", pem -> pem.replace('\n', '\t')),
                wrapper("em dashes", pem -> pem.replace("-----", "\u2014\u2014-")),
                wrapper("en dashes", pem -> pem.replace("-----", "\u2013\u2013\u2013\u2013\u2013")),
                wrapper("two em dashes", pem -> pem.replace("-----", "\u2014\u2014")),
                wrapper("minus signs", pem -> pem.replace("-----", "\u2212\u2212\u2212\u2212\u2212")),
                wrapper("non-breaking hyphens", pem -> pem.replace('-', '\u2011')),
                wrapper("four dashes", pem -> pem.replace("-----", "----")),
                wrapper("three dashes", pem -> pem.replace("-----", "---")),
                wrapper("six dashes", pem -> pem.replace("-----", "------")),
                wrapper("dashes lost", pem -> pem.replace("-----", "")),
                wrapper(
                        "spaces beside the dashes",
                        pem -> pem.replace("-----BEGIN", "----- BEGIN").replace("KEY-----", "KEY -----")),
                wrapper("non-breaking spaces", pem -> pem.replace(' ', '\u00a0').replace("\n", "\u00a0\n")),
                wrapper(
                        "narrow and figure spaces",
                        pem -> pem.replace(' ', '\u202f').replace("\n", "\u2007\n")),
                wrapper(
                        "soft hyphens and zero-width spaces",
                        pem -> pem.replace("\n", "\u00ad\n").replace("A", "A\u200b")),
                wrapper("smart quotes", pem -> "\u201c" + pem.strip() + "\u201d"),
                wrapper(
                        "RTF of macOS",
                        pem -> "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl\\f0 Menlo;}\n\\f0\\fs24 \\cf0 "
                                + lines(pem, "", "\\") + "\n}"),
                wrapper(
                        "RTF of Word",
                        pem -> "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Calibri;}}\n\\pard\\plain "
                                + lines(pem, "", "\\par") + "\n}"),
                wrapper("backslash continuations", pem -> "key = \"" + lines(pem, "", " \\") + "\""),
                wrapper("plist", pem -> "<plist><dict><key>k</key><string>" + pem + "</string></dict></plist>"),
                wrapper("export of a shell", pem -> "export KEY=$'" + escaped(pem) + "'"),
                wrapper("docker inspect", pem -> "[{\"Config\":{\"Env\":[\"A=b\",\"KEY=" + escaped(pem) + "\"]}}]"),
                wrapper("base64 with a prefix", pem -> "base64:" + base64(pem)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrappers")
    void inText(String name, UnaryOperator<String> wrapping) {
        for (String fixture : new String[] {"ec-256.pkcs8.pem", "rsa.pkcs1.pem", "ec-384.sec1.pem"}) {
            String wrapped = wrapping.apply(Fixtures.text(fixture));
            String key = fixture.substring(0, fixture.indexOf('.'));

            assertThat(SigningKey.parse(wrapped).publicKey()).as(fixture).isEqualTo(Fixtures.publicKey(key));
            VerificationKey half = VerificationKey.parse(wrapped).get(0);
            assertThat(half.form()).contains("private key");
            assertThat(half.thumbprint()).isEqualTo(SigningKey.parse(wrapped).thumbprint());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("charsets")
    void inAnotherCharset(String name, Charset charset, boolean isMarked, @TempDir Path directory) throws IOException {
        for (String text : new String[] {
            Fixtures.text("ec-256.pkcs8.pem"),
            base64(Fixtures.text("ec-256.pkcs8.pem")),
            body(Fixtures.text("ec-256.pkcs8.pem")) + "\r\n"
        }) {
            Path file = Files.write(directory.resolve("key"), ((isMarked ? "\uFEFF" : "") + text).getBytes(charset));

            assertThat(SigningKey.load(file).publicKey()).isEqualTo(Fixtures.publicKey("ec-256"));
        }
    }

    static Stream<Arguments> charsets() {
        return Stream.of(
                Arguments.of("UTF-16LE marked", UTF_16LE, true),
                Arguments.of("UTF-16BE marked", UTF_16BE, true),
                Arguments.of("UTF-32LE marked", Charset.forName("UTF-32LE"), true),
                Arguments.of("UTF-32BE marked", Charset.forName("UTF-32BE"), true),
                Arguments.of("UTF-16LE", UTF_16LE, false),
                Arguments.of("UTF-16BE", UTF_16BE, false),
                Arguments.of("UTF-8 marked", UTF_8, true));
    }

    @Test
    void theKeyIdNextToTheKeyIsRead() {
        String pem = escaped(Fixtures.text("rsa.pkcs8.pem"));
        String google = "{\"type\":\"service_account\",\"private_key_id\":\"abc123\",\"private_key\":\"" + pem
                + "\",\"client_x509_cert_url\":\"https://example.com/x\"}";
        String box = "{\"boxAppSettings\":{\"appAuth\":{\"publicKeyID\":\"k7\",\"privateKey\":\"" + pem + "\"}}}";
        String nested = "{\"a\":\"[{\\\"key_id\\\":\\\"H3R8T5V2WN\\\",\\\"private_key\\\":\\\""
                + pem.replace("\\", "\\\\") + "\\\"}]\"}";
        String secret =
                "kind: Secret\ndata:\n  AuthKey_H3R8T5V2WN.p8: " + base64(Fixtures.text("ec-256.pkcs8.pem")) + "\n";

        assertThat(SigningKey.parse(google).keyId()).contains("abc123");
        assertThat(SigningKey.parse(base64(google)).keyId()).contains("abc123");
        assertThat(SigningKey.parse(box).keyId()).contains("k7");
        assertThat(SigningKey.parse(nested).keyId()).contains("H3R8T5V2WN");
        assertThat(SigningKey.parse(secret).keyId()).contains("H3R8T5V2WN");
        assertThat(VerificationKey.parse(google).get(0).keyId()).contains("abc123");
    }

    @Test
    void aMislabeledKeyIsReadWithANote() {
        String body = body(Fixtures.text("ec-256.pkcs8.pem"));
        String pem = "-----BEGIN RSA PRIVATE KEY-----\n" + body + "\n-----END RSA PRIVATE KEY-----";

        for (String text : new String[] {pem, base64(pem), base64(base64(pem)), "{\"k\":\"" + escaped(pem) + "\"}"}) {
            assertThat(VerificationKey.parse(text).get(0).notes())
                    .extracting(KeyNote::problem)
                    .containsExactly("labeled RSA PRIVATE KEY, but it is a PKCS#8 private key");
        }
    }
}
