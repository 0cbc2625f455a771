// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import dev.clientauth.site.DocumentBlocks.Block;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Compiles one code block of the documentation.
 *
 * <p>A block with imports is a file of its own, and is compiled as it is. Any other block is compiled with the imports of
 * {@code code/imports.txt} and the declarations in {@code code/PAGE.txt}: what the reader has at this point.
 */
final class JavaSnippet {
    private static final JavaFileManager FILES =
            ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, Locale.ROOT, UTF_8);

    private final Block block;

    JavaSnippet(Block block) {
        this.block = block;
    }

    static String context(Block block) {
        return "code/" + block.page().getFileName().toString().replaceFirst("\\.md$", ".txt");
    }

    boolean isFile() {
        return block.code().startsWith("import ");
    }

    /** Returns what the compiler reports, or nothing if the code compiles to this folder. */
    List<String> errors(Path output) throws IOException {
        if (isFile()) {
            return compile(block.code(), output);
        }
        String declarations = resource(context(block));
        String imports = resource("code/imports.txt")
                + declarations.lines().filter(l -> l.startsWith("import ")).collect(Collectors.joining("\n"));
        String members =
                declarations.lines().filter(l -> !l.startsWith("import ")).collect(Collectors.joining("\n"));
        // Nested, so that a page can declare by itself what its earlier code has from the context.
        String start = imports + "\nclass Context {\n" + members + "\nstatic class Example {\n";
        List<String> asStatements =
                compile(start + "void run() throws Exception {\n" + block.code() + "}\n}\n}\n", output);
        List<String> asMembers =
                asStatements.isEmpty() ? asStatements : compile(start + block.code() + "}\n}\n", output);
        return asMembers.isEmpty() || asMembers.size() < asStatements.size() ? asMembers : asStatements;
    }

    private static List<String> compile(String source, Path output) {
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-d", output.toString(), "-classpath", System.getProperty("java.class.path"));
        ToolProvider.getSystemJavaCompiler()
                .getTask(null, FILES, messages, options, null, List.of(new SourceText(className(source), source)))
                .call();
        return messages.getDiagnostics().stream()
                .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                .map(message -> message.getMessage(Locale.ENGLISH) + " at: " + line(source, message.getLineNumber()))
                .toList();
    }

    /** Returns the name of the first class at the beginning of a line. */
    static String className(String source) {
        return source.lines()
                .filter(line -> line.matches("(public )?(final )?class \\w+.*"))
                .map(line -> line.replaceFirst("(public )?(final )?class (\\w+).*", "$3"))
                .findFirst()
                .orElseThrow();
    }

    private static String line(String source, long number) {
        return source.lines()
                .skip(Math.max(0, number - 1))
                .findFirst()
                .orElse("")
                .strip();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = JavaSnippet.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), UTF_8);
        }
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
