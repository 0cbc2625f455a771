// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.fakes.SourceParameterNames;
import dev.clientauth.profile.Profile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Every public constructor and method rejects null, blank and negative arguments at once and names the parameter. */
class PublicArgumentsTest {
    /** The exported packages; a rule of {@code profile.rules} that lacks something names it when it is built. */
    private static final List<String> PACKAGES = List.of(
            "",
            ".apple",
            ".key",
            ".key.ring",
            ".micrometer",
            ".profile",
            ".provider",
            ".redis",
            ".token",
            ".transport");

    private static final String OUTSIDE = "reads or renders text from outside of the library, whatever it is";

    /** The exceptions, with the reason. */
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry(
                    "SignInResult",
                    "an IdentityToken comes from a verifier only, so the parameters after it cannot be reached"),
            Map.entry("ClockCorrected.offset", "a clock may be behind, so the offset may be negative"),
            Map.entry("RemoteSigner", "implemented by the application"),
            Map.entry("Listener", "implemented by the application"),
            Map.entry("TokenListener", "implemented by the application"),
            Map.entry("OkHttpTransport.send", "called by this library"),
            Map.entry("JdkHttpTransport.send", "called by this library"),
            Map.entry("HttpTransport.send", "implemented by the application"),
            Map.entry("BearerInterceptor.intercept", "called by OkHttp, with a chain of its own"),
            Map.entry(
                    "PublicKeySetHandler.handle", "called by the HTTP server of the JDK, with an exchange of its own"),
            Map.entry("PublicKeySet.find", "a look-up: an id that is not there is not found"),
            Map.entry("DecodedAssertion", OUTSIDE),
            Map.entry("TimeWindow", OUTSIDE),
            Map.entry("Absent", "made by the evaluation of a rule"),
            Map.entry("Broken", "made by the evaluation of a rule"),
            Map.entry("Diagnosis", "made by the evaluation of a rule"),
            Map.entry("Disputed", "made by the evaluation of a rule"),
            Map.entry("FactValue", "made by the evaluation of a rule"),
            Map.entry("FieldValues", "made by the evaluation of a rule"),
            Map.entry("Finding", "made by the evaluation of a rule"),
            Map.entry("Missing", "made by the evaluation of a rule"),
            Map.entry("NotApplicable", "made by the evaluation of a rule"),
            Map.entry("RuleContext", "made by the evaluation of a rule"),
            Map.entry("RuleViolationException", "made by the evaluation of a rule"),
            Map.entry("SendingTime", "made by the evaluation of a rule"),
            Map.entry("Unknown", "made by the evaluation of a rule"),
            Map.entry("Value", "made by the evaluation of a rule"),
            Map.entry("Verdict", "made by the evaluation of a rule"),
            Map.entry("Fact", "implemented by those who write rules"),
            Map.entry("Check3", "implemented by those who write rules"),
            Map.entry("Rule.check", "called by the evaluation"),
            Map.entry("Rule.value", "called by the evaluation"),
            Map.entry("Rule.appliesTo", "called by the evaluation"));

    /** Texts from outside: a blank text is not an invalid argument; it is rejected because of its content. */
    private static final Set<String> CONTENT = Set.of(
            "Builder.body",
            "Builder.compact",
            "Builder.fault",
            "Builder.name",
            "Builder.value",
            "Field.name",
            "Parameter.name",
            "Parameter.value",
            "Registration.clientId",
            "TokenRequest.assertion",
            "TokenRequest.compact",
            "TokenRequest.name",
            "TokenRequest.text",
            "AccountEventVerifier.body",
            "IdentityTokenVerifier.identityToken",
            "PendingSignIn.formOrQuery",
            "PublicKeySet.json",
            "Response.body",
            "SigningKey.json");

    static Stream<Executable> entryPoints() throws IOException {
        return PACKAGES.stream()
                .flatMap(PublicArgumentsTest::classes)
                .flatMap(type -> Stream.<Executable>concat(
                        Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods())))
                .filter(e -> Modifier.isPublic(e.getModifiers()) && !e.isSynthetic())
                .filter(e -> e.getParameterCount() > 0 && !e.getName().equals("equals"))
                .filter(e -> !e.getDeclaringClass().isEnum())
                .filter(e -> !EXCEPTIONS.containsKey(e.getDeclaringClass().getSimpleName()))
                .filter(e -> !EXCEPTIONS.containsKey(e.getDeclaringClass().getSimpleName() + "." + e.getName()));
    }

    @ParameterizedTest
    @MethodSource("entryPoints")
    void rejectsNullBlankAndNegativeArguments(Executable entryPoint) throws ReflectiveOperationException {
        Parameter[] parameters = entryPoint.getParameters();
        List<String> names = SourceParameterNames.of(entryPoint);
        for (int i = 0; i < parameters.length; i++) {
            String name = names.get(i);
            if (EXCEPTIONS.containsKey(entryPoint.getDeclaringClass().getSimpleName() + "." + name)) {
                continue;
            }
            for (Object wrong : wrongValues(entryPoint, parameters[i], name)) {
                @Nullable Object[] arguments = new Object[parameters.length];
                Arrays.setAll(arguments, p -> SampleArguments.value(parameters[p], names.get(p)));
                arguments[i] = wrong == NULL ? null : wrong;
                Throwable rejected = catchThrowable(() -> call(entryPoint, arguments));
                assertThat(rejected)
                        .as("%s with %s = %s", entryPoint, name, wrong)
                        .isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class)
                        .hasMessageContaining(name);
            }
        }
    }

    private static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private static List<Object> wrongValues(Executable entryPoint, Parameter parameter, String name) {
        Class<?> type = parameter.getType();
        List<Object> wrong = new ArrayList<>();
        if (!type.isPrimitive() && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            wrong.add(NULL);
        }
        boolean isContent = CONTENT.contains(entryPoint.getDeclaringClass().getSimpleName() + "." + name);
        if (type == String.class && !wrong.isEmpty() && !isContent) {
            wrong.add("");
            wrong.add(" ");
        } else if (type == Duration.class) {
            wrong.add(Duration.ofSeconds(-1));
        } else if (type == int.class) {
            wrong.add(-1);
        } else if (type.isArray() && !type.getComponentType().isPrimitive()) {
            wrong.add(Array.newInstance(type.getComponentType(), 1));
        } else if (type == List.class || type == Collection.class) {
            wrong.add(Arrays.asList((Object) null));
        }
        return wrong;
    }

    private static void call(Executable entryPoint, @Nullable Object[] arguments) throws Throwable {
        try {
            if (entryPoint instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                Method method = (Method) entryPoint;
                Object target = Modifier.isStatic(method.getModifiers())
                        ? null
                        : SampleArguments.valueOf(method.getDeclaringClass());
                if (target == null && !Modifier.isStatic(method.getModifiers())) {
                    throw new AssertionError("SampleArguments has no " + method.getDeclaringClass());
                }
                method.setAccessible(true);
                method.invoke(target, arguments);
            }
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The public classes of one package, nested ones included. */
    private static Stream<Class<?>> classes(String name) {
        Path folder = Path.of(URI.create(Profile.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .resolve(("dev.clientauth" + name).replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            List<Class<?>> found = new ArrayList<>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                String simple = file.getFileName().toString().replaceFirst("\\.class$", "");
                Class<?> type = Class.forName("dev.clientauth" + name + "." + simple);
                if (isPublic(type)) {
                    found.add(type);
                }
            }
            return found.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && !type.isAnonymousClass()
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }
}
