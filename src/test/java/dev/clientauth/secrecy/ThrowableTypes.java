// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.secrecy;

import okhttp3.OkHttpClient;
import okio.Buffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the exceptions and errors of the layers below HTTP, and builds them with a text of the test's. */
final class ThrowableTypes {
    private static final List<String> JDK = List.of(
            "java/lang",
            "java/io",
            "java/net",
            "java/nio",
            "java/util/concurrent",
            "java/security",
            "javax/net",
            "javax/security");

    private ThrowableTypes() {}

    /** Every throwable class of OkHttp, Okio and those packages of the JDK, that has a public constructor. */
    static List<Class<? extends Throwable>> all() throws IOException, URISyntaxException {
        List<Class<? extends Throwable>> found = new ArrayList<>();
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
        for (String folder : JDK) {
            found.addAll(in(modules, modules.resolve(folder)));
        }
        for (Class<?> one : List.of(OkHttpClient.class, Buffer.class)) {
            Path jar = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (FileSystem files = FileSystems.newFileSystem(jar)) {
                Path root = files.getPath("/");
                found.addAll(in(root, root));
            }
        }
        return found;
    }

    private static List<Class<? extends Throwable>> in(Path root, Path folder) throws IOException {
        List<Class<? extends Throwable>> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                throwable(name).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Class<? extends Throwable>> throwable(String name) {
        // Only types that the runtime has are needed; other classes are not loaded.
        if (!name.matches(".*(Exception|Error|Throwable|Failure|Death|Fault)")) {
            return Optional.empty();
        }
        try {
            Class<?> type = Class.forName(name, false, ThrowableTypes.class.getClassLoader());
            boolean isUsable = Throwable.class.isAssignableFrom(type)
                    && Modifier.isPublic(type.getModifiers())
                    && !Modifier.isAbstract(type.getModifiers())
                    && type.getConstructors().length > 0;
            return isUsable ? Optional.of(type.asSubclass(Throwable.class)) : Optional.empty();
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    /**
     * Returns an instance with this text in each text or cause parameter of a constructor; empty if there is no such
     * constructor.
     */
    static Optional<Throwable> build(Class<? extends Throwable> type, String text) {
        return Stream.of(type.getConstructors())
                .sorted(Comparator.comparingInt((Constructor<?> c) -> c.getParameterCount())
                        .reversed())
                .map(constructor -> built(constructor, text))
                .flatMap(Optional::stream)
                .filter(thrown -> String.valueOf(thrown.getMessage()).contains(text)
                        || String.valueOf(thrown.getCause()).contains(text))
                .findFirst();
    }

    private static Optional<Throwable> built(Constructor<?> constructor, String text) {
        Object[] arguments = Stream.of(constructor.getParameterTypes())
                .map(type -> argument(type, text))
                .toArray();
        try {
            Throwable thrown = (Throwable) constructor.newInstance(arguments);
            thrown.addSuppressed(new IOException(text));
            if (thrown.getCause() == null) {
                try {
                    thrown.initCause(new IOException(text));
                } catch (IllegalStateException itsCauseIsFixed) {
                    return Optional.of(thrown);
                }
            }
            return Optional.of(thrown);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Object argument(Class<?> type, String text) {
        if (type == String.class || type == Object.class || type == CharSequence.class) {
            return text;
        }
        if (type.isAssignableFrom(UncheckedIOException.class) && Throwable.class.isAssignableFrom(type)
                || type == Throwable.class) {
            return new UncheckedIOException(new IOException(text));
        }
        if (type == IOException.class) {
            return new IOException(text);
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == char.class) {
            return 'x';
        }
        return type.isPrimitive() ? (Object) 1 : null;
    }
}
