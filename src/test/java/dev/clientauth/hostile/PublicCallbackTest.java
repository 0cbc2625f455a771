// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import dev.clientauth.ClientAuthenticator;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What an application can plug into the library is listed in {@link CallbackPage}, with the test that lets it fail. */
class PublicCallbackTest {
    private static final Set<String> FOREIGN = Set.of(
            "java.lang.Runnable",
            "java.time.Clock",
            "java.util.concurrent.Executor",
            "java.net.http.HttpClient",
            "okhttp3.OkHttpClient",
            "okhttp3.Interceptor$Chain",
            "io.lettuce.core.api.StatefulRedisConnection",
            "io.micrometer.core.instrument.MeterRegistry");

    @Test
    void everyCallbackOfThePublicMethodsIsListed() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Class<?> type : publicTypes()) {
            Stream.concat(Stream.of(type.getDeclaredMethods()), Stream.of(type.getDeclaredConstructors()))
                    .filter(each -> Modifier.isPublic(each.getModifiers()) && !each.isSynthetic())
                    .forEach(each -> addCallbacks(each, found));
        }
        assertThat(found).isEqualTo(new TreeSet<>(CallbackPage.OTHERS.keySet()));
    }

    private static void addCallbacks(Executable executable, Set<String> found) {
        for (Class<?> parameter : executable.getParameterTypes()) {
            if (isCallback(parameter)) {
                String owner = executable
                        .getDeclaringClass()
                        .getName()
                        .replaceFirst(".*\\.", "")
                        .replace('$', '.');
                String name = executable.getName().startsWith("dev.") ? "new" : executable.getName();
                found.add(owner + "." + name + "(" + parameter.getSimpleName() + ")");
            }
        }
    }

    private static boolean isCallback(Class<?> type) {
        boolean isOwn = type.getName().startsWith("dev.clientauth.") && type.isInterface() && !type.isSealed();
        return isOwn || type.getName().startsWith("java.util.function.") || FOREIGN.contains(type.getName());
    }

    /** The types of the exported packages; what the functions of a profile's rules return is data of the application. */
    private static Set<Class<?>> publicTypes() throws IOException, URISyntaxException {
        Set<String> exported = Files.readAllLines(Path.of("src/main/java/module-info.java")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("exports ") && line.endsWith(";"))
                .map(line -> line.substring(8, line.length() - 1))
                .filter(name -> !name.startsWith("dev.clientauth.profile"))
                .collect(Collectors.toSet());
        Path classes = Path.of(ClientAuthenticator.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"))
                    .map(name -> name.substring(0, name.length() - 6))
                    .filter(name -> exported.contains(name.substring(0, Math.max(0, name.lastIndexOf('.')))))
                    .map(PublicCallbackTest::load)
                    .filter(type -> isReachable(type))
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isReachable(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isReachable(outer));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicCallbackTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
