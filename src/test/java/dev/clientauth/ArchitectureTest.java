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
import java.util.stream.Stream;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** Holds the design of the packages: who may import whom, and what no package may do. */
class ArchitectureTest {
    private static final String ROOT = "dev.clientauth";

    /** Each package with those of ours that it may import; {@code ""} is the root. A line more is a decision. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("profile", Set.of()),
            Map.entry("key", Set.of()),
            Map.entry("provider", Set.of("profile")),
            Map.entry("report", Set.of("profile")),
            Map.entry("reading", Set.of("profile")),
            Map.entry("assertion", Set.of("profile", "key")),
            Map.entry("token", Set.of("assertion", "profile")),
            Map.entry("redis", Set.of("token")),
            Map.entry("minting", Set.of("assertion", "profile", "key")),
            Map.entry("net", Set.of()),
            Map.entry("exchange", Set.of("net", "minting", "token", "assertion", "profile")),
            Map.entry("mock", Set.of("profile")),
            Map.entry("mock.text", Set.of()),
            Map.entry("mock.http", Set.of("mock.text", "profile")),
            Map.entry("mock.token", Set.of("mock.text", "profile")),
            Map.entry("mock.keys", Set.of("net", "mock", "mock.text", "profile")),
            Map.entry("mock.api", Set.of("mock.http", "mock.token", "mock.text", "provider", "profile")),
            Map.entry(
                    "mock.core",
                    Set.of("mock", "mock.http", "mock.token", "mock.keys", "mock.api", "mock.text", "profile")),
            Map.entry(
                    "mock.apple",
                    Set.of(
                            "mock",
                            "mock.core",
                            "mock.http",
                            "mock.token",
                            "mock.keys",
                            "mock.text",
                            "provider",
                            "profile")),
            Map.entry(
                    "mock.server",
                    Set.of(
                            "mock",
                            "mock.apple",
                            "mock.core",
                            "mock.api",
                            "mock.http",
                            "mock.token",
                            "mock.keys",
                            "mock.text",
                            "reading",
                            "report",
                            "provider",
                            "profile")),
            Map.entry("mock.junit", Set.of("mock", "mock.server", "report", "profile")),
            Map.entry("micrometer", Set.of("token")),
            Map.entry("renewal", Set.of("exchange", "token")),
            Map.entry("", Set.of("renewal", "exchange", "minting", "token", "assertion", "profile", "key")),
            Map.entry("apple", Set.of("", "exchange", "token", "assertion", "provider", "profile", "key")),
            Map.entry(
                    "cli",
                    Set.of(
                            "",
                            "net",
                            "token",
                            "assertion",
                            "provider",
                            "profile",
                            "key",
                            "reading",
                            "report",
                            "mock",
                            "mock.server")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packagesImportOnlyWhatTheDesignAllows() {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (JavaClass from : CLASSES) {
            from.getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(to) && !name(to).equals(name(from))) {
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
    void theDesignItselfHasNoCycle() {
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
    void everyPackageIsKnownToTheDesignAndNullMarked() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass each : CLASSES) {
            if (isOurs(each)) {
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
    void timeIsReadFromAClockOnly(String call) {
        noClasses()
                .should()
                .callMethodWhere(target(describe(call, t -> (t.getOwner().getName() + "." + t.getName()).equals(call))))
                .check(CLASSES);
    }

    @Test
    void nothingIsPrintedOutsideTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CLASSES);
    }

    @Test
    void noProviderIsRegisteredForTheWholeJvm() {
        noClasses()
                .should()
                .callMethod(java.security.Security.class, "addProvider", java.security.Provider.class)
                .orShould()
                .callMethod(java.security.Security.class, "insertProviderAt", java.security.Provider.class, int.class)
                .check(CLASSES);
    }

    @Test
    void publicClassesAreFinalUnlessMadeToBeExtended() {
        List<String> open = CLASSES.stream()
                .filter(ArchitectureTest::isOurs)
                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(c ->
                        !c.isInterface() && !c.isEnum() && !c.getSimpleName().equals("package-info"))
                .filter(c -> !c.getModifiers().contains(JavaModifier.FINAL))
                .map(JavaClass::getName)
                .toList();
        assertThat(open).isEmpty();
    }

    @Test
    void noPackageOfTheMockHasMoreThanFortyFiles() throws IOException {
        Map<Path, Long> files = new TreeMap<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/clientauth/mock"))) {
            sources.filter(p -> p.toString().endsWith(".java")).forEach(p -> files.merge(p.getParent(), 1L, Long::sum));
        }
        assertThat(files)
                .hasSize(10)
                .allSatisfy((folder, count) -> assertThat(count).isLessThanOrEqualTo(40));
    }

    @Test
    void noFileIsLongerThanFourHundredLines() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(p -> p.toString().endsWith(".java")).toList()) {
                try (Stream<String> lines = Files.lines(source)) {
                    assertThat(lines.count()).as(source.toString()).isLessThanOrEqualTo(400);
                }
            }
        }
    }

    private static boolean isOurs(JavaClass c) {
        return c.getPackageName().equals(ROOT) || c.getPackageName().startsWith(ROOT + ".");
    }

    private static String name(JavaClass c) {
        return c.getPackageName().equals(ROOT) ? "" : c.getPackageName().substring(ROOT.length() + 1);
    }
}
