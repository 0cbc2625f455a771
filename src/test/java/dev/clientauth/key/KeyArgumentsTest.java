// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.fakes.SourceParameterNames;
import dev.clientauth.key.crypto.KeyGeneration;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.inspect.KeyInspection;
import dev.clientauth.key.inspect.VerificationKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("Every public method of the package rejects null at once and names the parameter")
class KeyArgumentsTest {
    private static final SigningKey KEY =
            SigningKey.generate(JWSAlgorithm.ES256).withKeyId("k");
    private static final KeyMaterial MATERIAL = KeyGeneration.generate(JWSAlgorithm.ES256);
    private static final Map<Class<?>, Object> VALUES = Map.ofEntries(
            Map.entry(String.class, "text"),
            Map.entry(Path.class, Fixtures.file("ec-256.pkcs8.pem")),
            Map.entry(char[].class, new char[] {'a'}),
            Map.entry(byte[].class, new byte[] {1}),
            Map.entry(PrivateKey.class, MATERIAL.privateKey()),
            Map.entry(PublicKey.class, MATERIAL.publicKey()),
            Map.entry(JWK.class, KEY.publicJwk()),
            Map.entry(JWSAlgorithm.class, JWSAlgorithm.ES256),
            Map.entry(Provider.class, java.security.Security.getProviders()[0]),
            Map.entry(RemoteSigner.class, (RemoteSigner) KEY::sign),
            Map.entry(SigningKey[].class, new SigningKey[] {KEY}),
            Map.entry(Collection.class, List.of(KEY)));

    static Stream<Arguments> parameters() {
        List<Arguments> all = new ArrayList<>();
        for (Class<?> type :
                List.of(SigningKey.class, VerificationKey.class, KeyInspection.class, PublicKeySet.class)) {
            List<Executable> executables = new ArrayList<>(List.of(type.getDeclaredMethods()));
            executables.addAll(List.of(type.getDeclaredConstructors()));
            for (Executable executable : executables) {
                if (Modifier.isPublic(executable.getModifiers())
                        && !executable.getName().equals("equals")) {
                    for (int i = 0; i < executable.getParameterCount(); i++) {
                        if (!executable
                                .getParameters()[i]
                                .getAnnotatedType()
                                .isAnnotationPresent(org.jspecify.annotations.Nullable.class)) {
                            all.add(Arguments.of(executable, i));
                        }
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void nullIsRejected(Executable executable, int index) {
        Object[] arguments = new Object[executable.getParameterCount()];
        Parameter[] parameters = executable.getParameters();
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i == index ? null : VALUES.get(parameters[i].getType());
        }
        Object target = executable.getDeclaringClass() == PublicKeySet.class ? PublicKeySet.of(KEY) : KEY;

        assertThatThrownBy(() -> call(executable, target, arguments))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(SourceParameterNames.of(executable).get(index) + " must not be null.");
    }

    private static void call(Executable executable, Object target, Object... arguments) throws Throwable {
        try {
            Object unused = executable instanceof Method method
                    ? method.invoke(target, arguments)
                    : ((Constructor<?>) executable).newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void blankIsRejected(String blank) {
        assertThatThrownBy(() -> KEY.withKeyId(blank)).hasMessageContaining("keyId");
        assertThatThrownBy(() -> SigningKey.of(MATERIAL.privateKey(), blank)).hasMessageContaining("keyId");
        assertThatThrownBy(() -> SigningKey.fromJwkSet("{}", blank)).hasMessageContaining("keyId");
        assertThatThrownBy(() -> PublicKeySet.of(KEY).find(blank)).hasMessageContaining("keyId");
        assertThatThrownBy(() -> SigningKey.fromKeyStore(Fixtures.file("keytool.p12"), Fixtures.password(), blank))
                .hasMessageContaining("alias");
        assertThatThrownBy(() -> KEY.withKeyId("a\u0007b")).hasMessageContaining("keyId");
        assertThat(KEY.withKeyId("a b").keyId()).contains("a b");
    }
}
