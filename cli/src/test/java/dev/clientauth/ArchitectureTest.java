// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** Checks the design of the packages: which imports are allowed, and what no package may do. */
class ArchitectureTest {
    private static final String ROOT = "dev.clientauth";

    /**
     * Each package with the packages that it may import; {@code ""} is the root. An additional entry is a design decision.
     */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("profile.text", Set.of()),
            Map.entry("profile", Set.of("profile.text")),
            Map.entry("profile.rules", Set.of("profile", "profile.text")),
            Map.entry("key", Set.of("key.format", "key.crypto")),
            Map.entry("key.inspect", Set.of("key", "key.format", "key.crypto")),
            Map.entry("key.format", Set.of("key.crypto")),
            Map.entry("key.crypto", Set.of()),
            Map.entry("key.ring", Set.of("key", "key.format", "key.crypto", "json", "net", "transport")),
            Map.entry("json", Set.of()),
            Map.entry("net", Set.of()),
            Map.entry("transport", Set.of("net")),
            Map.entry("arguments", Set.of()),
            Map.entry("provider", Set.of("provider.base", "profile", "profile.rules", "profile.text")),
            Map.entry("provider.base", Set.of("profile", "profile.rules", "profile.text")),
            Map.entry("token", Set.of("profile")),
            Map.entry("redis", Set.of("token")),
            Map.entry("micrometer", Set.of("token")),
            Map.entry("assertion", Set.of("profile", "key", "key.ring")),
            Map.entry("http", Set.of("net", "transport", "assertion", "token", "profile")),
            Map.entry("refresh", Set.of("http", "token")),
            Map.entry(
                    "",
                    Set.of(
                            "refresh",
                            "http",
                            "transport",
                            "assertion",
                            "token",
                            "profile",
                            "key",
                            "key.ring",
                            "profile.text")),
            Map.entry(
                    "discovery", Set.of("", "http", "net", "transport", "json", "provider", "profile", "profile.text")),
            Map.entry("apple", Set.of("", "http", "transport", "token", "provider", "profile", "key", "profile.text")),
            Map.entry(
                    "diagnosis",
                    Set.of("json", "profile", "diagnosis.input", "provider", "profile.text", "diagnosis.provider")),
            Map.entry(
                    "diagnosis.provider",
                    Set.of("provider", "provider.base", "profile", "profile.rules", "profile.text")),
            Map.entry("diagnosis.input.tree", Set.of()),
            Map.entry("diagnosis.input.clean", Set.of("diagnosis.input.tree")),
            Map.entry("diagnosis.input.part", Set.of("diagnosis.input.clean", "diagnosis.input.tree", "profile")),
            Map.entry(
                    "diagnosis.input.export",
                    Set.of("diagnosis.input.part", "diagnosis.input.clean", "diagnosis.input.tree", "profile")),
            Map.entry(
                    "diagnosis.input.command",
                    Set.of(
                            "diagnosis.input.export",
                            "diagnosis.input.part",
                            "diagnosis.input.clean",
                            "diagnosis.input.tree",
                            "profile")),
            Map.entry(
                    "diagnosis.input",
                    Set.of(
                            "diagnosis.input.command",
                            "diagnosis.input.export",
                            "diagnosis.input.part",
                            "diagnosis.input.clean",
                            "diagnosis.input.tree",
                            "profile")),
            Map.entry("mock", Set.of("profile")),
            Map.entry("mock.text", Set.of("json")),
            Map.entry("mock.http", Set.of("json", "mock.text", "profile", "profile.text")),
            Map.entry("mock.token", Set.of("json", "mock.text", "profile")),
            Map.entry("mock.keys", Set.of("json", "net", "mock", "mock.text", "profile", "profile.text")),
            Map.entry("mock.api", Set.of("json", "mock.http", "mock.token", "mock.text", "provider", "profile")),
            Map.entry(
                    "mock.core",
                    Set.of(
                            "json",
                            "mock",
                            "mock.http",
                            "mock.token",
                            "mock.keys",
                            "mock.api",
                            "mock.text",
                            "provider",
                            "profile",
                            "profile.text",
                            "diagnosis.provider")),
            Map.entry(
                    "mock.apple",
                    Set.of(
                            "json",
                            "mock",
                            "mock.core",
                            "mock.http",
                            "mock.token",
                            "mock.keys",
                            "mock.text",
                            "provider",
                            "profile",
                            "profile.rules",
                            "net",
                            "profile.text")),
            Map.entry(
                    "mock.server",
                    Set.of(
                            "json",
                            "mock",
                            "mock.apple",
                            "mock.core",
                            "mock.api",
                            "mock.http",
                            "mock.token",
                            "mock.keys",
                            "mock.text",
                            "diagnosis",
                            "diagnosis.input",
                            "provider",
                            "profile",
                            "profile.rules",
                            "diagnosis.provider")),
            Map.entry("mock.junit", Set.of("mock", "mock.server", "diagnosis", "profile")),
            Map.entry("cli.shell", Set.of("token", "profile", "key", "json", "net", "diagnosis", "profile.text")),
            Map.entry(
                    "cli.config",
                    Set.of(
                            "cli.shell",
                            "",
                            "provider",
                            "profile",
                            "key",
                            "key.inspect",
                            "key.format",
                            "key.ring",
                            "token")),
            Map.entry(
                    "cli.keys",
                    Set.of(
                            "cli.config",
                            "cli.shell",
                            "key",
                            "key.inspect",
                            "key.format",
                            "key.crypto",
                            "key.ring",
                            "profile",
                            "profile.text")),
            Map.entry(
                    "cli.doctor",
                    Set.of(
                            "cli.config",
                            "cli.shell",
                            "",
                            "token",
                            "json",
                            "net",
                            "profile",
                            "key",
                            "key.inspect",
                            "key.ring",
                            "key.crypto",
                            "profile.text")),
            Map.entry(
                    "cli.watch", Set.of("cli.config", "cli.shell", "", "token", "provider", "profile", "profile.text")),
            Map.entry(
                    "cli.mock",
                    Set.of(
                            "cli.config",
                            "cli.shell",
                            "mock",
                            "mock.server",
                            "provider",
                            "profile",
                            "key",
                            "key.inspect",
                            "profile.text")),
            Map.entry("cli.proxy", Set.of("cli.config", "cli.shell", "", "provider", "profile", "profile.text")),
            Map.entry(
                    "cli.demo", Set.of("cli.shell", "", "token", "provider", "profile", "key", "mock", "mock.server")),
            Map.entry(
                    "cli",
                    Set.of(
                            "cli.config",
                            "cli.demo",
                            "cli.doctor",
                            "cli.keys",
                            "cli.mock",
                            "cli.proxy",
                            "cli.shell",
                            "cli.watch",
                            "",
                            "token",
                            "provider",
                            "profile",
                            "key",
                            "key.inspect",
                            "diagnosis",
                            "diagnosis.input",
                            "profile.text",
                            "diagnosis.provider")));

    /** Every package may import it: checks of the arguments of public methods. */
    private static final String FOR_ALL = "arguments";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("/test/"))
            .importPackages(ROOT);

    @Test
    void packagesImportOnlyWhatTheDesignAllows() {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (JavaClass from : CLASSES) {
            from.getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                if (hasLease(to) && !name(to).equals(name(from)) && !name(to).equals(FOR_ALL)) {
                    imports.computeIfAbsent(name(from), n -> new TreeSet<>()).add(name(to));
                }
            });
        }
        assertThat(imports).isNotEmpty();
        imports.forEach((from, to) -> assertThat(MAY_IMPORT.getOrDefault(from, Set.of()))
                .as("imports of package '%s'", from)
                .containsAll(to));
    }

    @Test
    void theDesignHasNoCycle() {
        Map<String, Set<String>> left = new TreeMap<>(MAY_IMPORT);
        while (!left.isEmpty()) {
            List<String> leaves = left.entrySet().stream()
                    .filter(e -> e.getValue().stream().noneMatch(left::containsKey))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(leaves)
                    .as("packages without a cycle among %s", left.keySet())
                    .isNotEmpty();
            leaves.forEach(left::remove);
        }
    }

    @Test
    void everyPackageIsInTheDesignAndNullMarked() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass each : CLASSES) {
            if (hasLease(each)) {
                packages.add(name(each));
                JavaPackage javaPackage = each.getPackage();
                assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
                        .as(javaPackage.getName())
                        .isTrue();
            }
        }
        assertThat(packages).containsExactlyInAnyOrderElementsOf(MAY_IMPORT.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.time.Instant.now", "java.time.LocalDate.now", "java.time.LocalDateTime.now",
                "java.time.ZonedDateTime.now", "java.lang.System.currentTimeMillis", "java.time.Clock.systemDefaultZone"
            })
    void timeIsReadOnlyFromAClock(String call) {
        noClasses()
                .should()
                .callMethodWhere(target(describe(call, t -> (t.getOwner().getName() + "." + t.getName()).equals(call))))
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CLASSES);
    }

    @Test
    void noSecurityProviderIsRegistered() {
        noClasses()
                .should()
                .callMethod(java.security.Security.class, "addProvider", java.security.Provider.class)
                .orShould()
                .callMethod(java.security.Security.class, "insertProviderAt", java.security.Provider.class, int.class)
                .check(CLASSES);
    }

    @Test
    void publicClassesAreFinalUnlessDesignedForExtension() {
        List<String> open = CLASSES.stream()
                .filter(ArchitectureTest::hasLease)
                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(c ->
                        !c.isInterface() && !c.isEnum() && !c.getSimpleName().equals("package-info"))
                .filter(c -> !c.getModifiers().contains(JavaModifier.FINAL))
                .map(JavaClass::getName)
                .toList();
        assertThat(open)
                .as("a line more is a decision")
                .containsExactlyInAnyOrder(ROOT + ".cli.shell.ShellCommand", ROOT + ".mock.server.RunningMock");
    }

    /** 90, and one for each of the 28 providers, registries and key rings that came later (docs/decisions, 7). */
    private static final int MAX_EXPORTED_TYPES = 118;

    @Test
    void theLibraryExportsFewTypes() throws IOException {
        String module = Files.readString(Path.of("../src/main/java/module-info.java"));
        List<String> exported = Pattern.compile("exports ([\\w.]+);")
                .matcher(module)
                .results()
                .map(found -> found.group(1))
                .toList();
        List<String> types = CLASSES.stream()
                .filter(c -> exported.contains(c.getPackageName()) && c.isTopLevelClass())
                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName)
                .toList();
        assertThat(types).hasSizeBetween(50, MAX_EXPORTED_TYPES);
    }

    private static boolean hasLease(JavaClass c) {
        return c.getPackageName().equals(ROOT) || c.getPackageName().startsWith(ROOT + ".");
    }

    private static String name(JavaClass c) {
        return c.getPackageName().equals(ROOT) ? "" : c.getPackageName().substring(ROOT.length() + 1);
    }
}
