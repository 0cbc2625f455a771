package dev.clientauth;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The Java code in the documentation compiles against the library")
class DocumentCodeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");

    private static final String IMPORTS = """
            import com.sun.net.httpserver.HttpServer;
            import dev.clientauth.*;
            import dev.clientauth.discovery.*;
            import dev.clientauth.key.*;
            import dev.clientauth.key.ring.*;
            import dev.clientauth.provider.*;
            import dev.clientauth.token.*;
            import java.net.URI;
            import java.nio.file.Path;
            import java.security.*;
            import java.time.Duration;
            import java.util.List;
            import java.util.logging.Logger;
            """;

    @TempDir
    private Path output;

    /** Declares the variables that the code in the documentation uses. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "docs/discovery.md      | 1 | static final String CLIENT_ID = \"\"; static SigningKey key;",
                "docs/rotating-keys.md  | 2 | static Logger audit; static HttpServer httpServer; static URI tokenEndpoint;"
                        + " static Path folder; static char[] password; static SigningKey oldKmsKey, newKmsKey;",
                "docs/keys-elsewhere.md | 1 | static char[] pin;"
            })
    void theCodeOfThePageCompiles(Path page, int minimum, String declarations) throws IOException {
        List<String> blocks = BLOCK.matcher(Files.readString(page))
                .results()
                .map(MatchResult::group)
                .map(block -> block.replaceAll("(?m)^```.*$", ""))
                .toList();

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(minimum);
        assertThat(blocks)
                .allSatisfy(block ->
                        assertThat(errors(declarations, block)).as(block).isEmpty());
    }

    @Test
    void codeThatDoesNotMatchTheLibraryIsReported() throws IOException {
        assertThat(errors("", "SigningKey key = SigningKey.loaded(Path.of(\"key.pem\"));"))
                .singleElement()
                .asString()
                .contains("loaded");
    }

    private List<String> errors(String declarations, String block) throws IOException {
        String source = IMPORTS + "class Example {\n" + declarations + "\nstatic void run() throws Exception {\n"
                + block + "}\n}\n";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-d", output.toString(), "-classpath", System.getProperty("java.class.path"));
        compiler.getTask(null, null, messages, options, null, List.of(new SourceText(source)))
                .call();
        return messages.getDiagnostics().stream()
                .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String text) {
            super(URI.create("string:///Example.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
