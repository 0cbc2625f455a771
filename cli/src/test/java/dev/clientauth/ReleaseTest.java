// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The POMs agree with each other and with the module descriptors, so that a release is complete. */
class ReleaseTest {
    private static final Path TOP = Path.of("..");
    private static final Pattern EXPORT = Pattern.compile("exports ([\\w.]+);");

    private static Document pom(String folder) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory.newDocumentBuilder()
                .parse(TOP.resolve(folder).resolve("pom.xml").toFile());
    }

    private static List<String> texts(Document document, String path) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        NodeList nodes = (NodeList) xpath.evaluate(path, document, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().strip());
        }
        return texts;
    }

    /** The modules that are published. */
    private static List<String> modules() throws Exception {
        List<String> published = new ArrayList<>();
        for (String module : texts(pom("build"), "/project/modules/module")) {
            boolean isPublished = texts(pom("build/" + module), "/project/properties/maven.deploy.skip")
                    .isEmpty();
            if (isPublished && !module.equals("bom")) {
                published.add("build/" + module);
            }
        }
        assertThat(published).hasSizeGreaterThan(4);
        return published;
    }

    @Test
    void theBomHasEveryArtifactInTheVersionOfTheBuild() throws Exception {
        List<String> artifacts = new ArrayList<>();
        for (String module : modules()) {
            artifacts.addAll(texts(pom(module), "/project/artifactId"));
        }
        Document bom = pom("build/bom");
        assertThat(texts(bom, "/project/dependencyManagement/dependencies/dependency/artifactId"))
                .containsExactlyInAnyOrderElementsOf(artifacts);
        assertThat(texts(bom, "/project/dependencyManagement/dependencies/dependency/version"))
                .containsOnly("${project.version}");
        assertThat(texts(bom, "/project/version")).isEqualTo(texts(pom("build"), "/project/version"));
    }

    /** What Maven Central requires of each artifact; the modules inherit it from the parent. */
    @Test
    void theParentAndTheBomHaveTheSameMetadata() throws Exception {
        for (String path : List.of("url", "inceptionYear", "licenses", "developers", "scm")) {
            List<String> parent = elements(pom("build"), path);
            assertThat(parent).as(path).hasSize(1);
            assertThat(elements(pom("build/bom"), path)).as(path).isEqualTo(parent);
        }
        for (String module : modules()) {
            for (String path : List.of("name", "description")) {
                assertThat(texts(pom(module), "/project/" + path))
                        .as(module + ": " + path)
                        .hasSize(1);
            }
        }
    }

    private static List<String> elements(Document document, String name) throws Exception {
        return texts(document, "/project/" + name).stream()
                .map(text -> text.replaceAll("\\s+", " "))
                .toList();
    }

    /** japicmp knows no modules, so it would guard hidden packages as well. */
    @Test
    void theComparisonOfTheApiLeavesOutExactlyTheHiddenPackages() throws Exception {
        Set<String> hidden = new TreeSet<>();
        for (String module : List.of(".", "diagnosis", "mock")) {
            Path java = TOP.resolve(module).resolve("src/main/java");
            Set<String> exported = new TreeSet<>();
            EXPORT.matcher(Files.readString(java.resolve("module-info.java")))
                    .results()
                    .forEach(export -> exported.add(export.group(1)));
            assertThat(exported).isNotEmpty();
            packages(java).stream().filter(name -> !exported.contains(name)).forEach(hidden::add);
        }
        // Members of exported packages may be left out, too, for a break that is meant: they have a class in their
        // name.
        assertThat(texts(
                                pom("build"),
                                "/project/profiles/profile[id='release']//plugin[artifactId='japicmp-maven-plugin']//exclude")
                        .stream()
                        .filter(exclude -> exclude.matches("[a-z.]+")))
                .containsExactlyElementsOf(hidden);
    }

    private static Set<String> packages(Path java) throws IOException {
        try (Stream<Path> files = Files.walk(java)) {
            Set<String> packages = new TreeSet<>();
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> java.relativize(file).getParent())
                    .filter(folder -> folder != null)
                    .forEach(folder ->
                            packages.add(folder.toString().replace('/', '.').replace('\\', '.')));
            return packages;
        }
    }

    /** What each artifact adds to an application besides the artifacts themselves; an additional name is a design decision. */
    private static final Map<String, Set<String>> DEPENDENCIES = Map.of(
            "clientauth", Set.of("nimbus-jose-jwt", "okhttp-jvm", "jackson-databind", "slf4j-api", "jspecify"),
            "clientauth-diagnosis", Set.of("clientauth"),
            "clientauth-mock", Set.of("clientauth", "clientauth-diagnosis", "bcpkix-jdk18on"),
            "clientauth-cli",
                    Set.of(
                            "clientauth",
                            "clientauth-diagnosis",
                            "clientauth-mock",
                            "bcpkix-jdk18on",
                            "jackson-dataformat-yaml",
                            "picocli"),
            "clientauth-spring-boot-starter", Set.of("clientauth"));

    @Test
    void noArtifactBringsATestLibraryOrATool() throws Exception {
        for (String module : modules()) {
            Document pom = pom(module);
            assertThat(
                            texts(
                                    pom,
                                    "/project/dependencies/dependency[not(optional='true') and not(scope='test') and not(scope='provided')]/artifactId"))
                    .as(module)
                    .containsExactlyInAnyOrderElementsOf(
                            DEPENDENCIES.get(texts(pom, "/project/artifactId").get(0)));
        }
        assertThat(texts(pom("build"), "/project/dependencies")).isEmpty();
    }

    /** A repository would be asked by every application that uses the artifact. */
    @Test
    void noPomNamesARepositoryASnapshotOrAFile() throws Exception {
        List<String> poms = new ArrayList<>(modules());
        poms.addAll(List.of("build", "build/bom"));
        String version = texts(pom("build"), "/project/version").get(0);
        for (String module : poms) {
            Document pom = pom(module);
            assertThat(texts(pom, "//repository | //pluginRepository | //distributionManagement | //systemPath"))
                    .as(module)
                    .isEmpty();
            assertThat(texts(pom, "//*[not(*)][contains(., '-SNAPSHOT')]"))
                    .as(module)
                    .allMatch(version::equals);
            assertThat(texts(pom, "//version[contains(., '[') or contains(., '(') or .='LATEST' or .='RELEASE']"))
                    .as(module + ": ranges, besides those of the enforcer")
                    .allMatch(range -> module.equals("build") && range.matches("\\[[\\d.]+,\\)"));
        }
    }

    @Test
    void theListOfDependenciesHasEachFileOnceAndNoneOfThisProject() throws IOException {
        List<String> lines = Files.readAllLines(TOP.resolve("build/dependencies.sha256"));
        assertThat(lines)
                .hasSizeGreaterThan(500)
                .allMatch(line -> line.matches("[0-9a-f]{64}  [\\w.+/-]+\\.(jar|pom)"))
                .noneMatch(line -> line.contains("  dev/clientauth/") || line.contains("SNAPSHOT"));
        List<String> paths = lines.stream().map(line -> line.substring(66)).toList();
        assertThat(paths).isSorted().doesNotHaveDuplicates();
    }

    /** A plugin is on no class path, so that a build would not notice one that nobody has added to the list. */
    @Test
    void theListOfDependenciesHasEachPluginAndAnnotationProcessor() throws Exception {
        List<String> lines = Files.readAllLines(TOP.resolve("build/dependencies.sha256"));
        Document build = pom("build");
        for (String element : List.of("/project/build//plugin", "/project/build//annotationProcessorPaths/path")) {
            List<String> artifacts = texts(build, element + "[version]/artifactId");
            List<String> versions = texts(build, element + "[version]/version");
            assertThat(artifacts).as(element).isNotEmpty().hasSameSizeAs(versions);
            for (int i = 0; i < versions.size(); i++) {
                String version = versions.get(i).startsWith("${")
                        ? texts(build, "/project/properties/" + versions.get(i).replaceAll("[${}]", ""))
                                .get(0)
                        : versions.get(i);
                String file = "/" + artifacts.get(i) + "/" + version + "/" + artifacts.get(i) + "-" + version + ".jar";
                assertThat(lines).as(file).anyMatch(line -> line.endsWith(file));
            }
        }
    }
}
