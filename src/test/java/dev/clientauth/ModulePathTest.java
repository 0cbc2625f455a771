// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks that the library works as a module, which the other tests, on the class path, cannot check. */
class ModulePathTest {
    private final ModuleFinder finder =
            ModuleFinder.of(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> !entry.endsWith("test-classes"))
                    .map(Path::of)
                    .toArray(Path[]::new));
    private final Configuration configuration =
            ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.ofSystem(), Set.of("dev.clientauth"));

    @Test
    void theModuleResolvesItsRequirementsAndGeneratesAKey() throws Exception {
        ModuleLayer layer = ModuleLayer.boot().defineModulesWithOneLoader(configuration, null);
        Class<?> signingKey = layer.findLoader("dev.clientauth").loadClass("dev.clientauth.key.SigningKey");
        assertThat(signingKey.getModule().getName()).isEqualTo("dev.clientauth");
        Class<?> algorithm = layer.findLoader("dev.clientauth").loadClass("com.nimbusds.jose.JWSAlgorithm");
        Object key = signingKey
                .getMethod("generate", algorithm)
                .invoke(null, algorithm.getField("ES256").get(null));
        assertThat(key.toString()).contains("P-256");
    }

    @Test
    void internalPackagesAreNotExported() {
        ResolvedModule module = configuration.findModule("dev.clientauth").orElseThrow();
        Set<String> exported = module.reference().descriptor().exports().stream()
                .filter(e -> !e.isQualified())
                .map(e -> e.source())
                .collect(Collectors.toSet());
        assertThat(exported)
                .doesNotContain(
                        "dev.clientauth.arguments",
                        "dev.clientauth.assertion",
                        "dev.clientauth.http",
                        "dev.clientauth.json",
                        "dev.clientauth.net",
                        "dev.clientauth.refresh")
                .contains(
                        "dev.clientauth",
                        "dev.clientauth.apple",
                        "dev.clientauth.key",
                        "dev.clientauth.profile.rules",
                        "dev.clientauth.token");
    }
}
