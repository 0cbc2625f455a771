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

    @Test
    void theWorkflowsNameSecretsAndHaveNone() throws Exception {
        for (String name : List.of("ci.yml", "release.yml")) {
            String workflow = Files.readString(TOP.resolve(".github/workflows").resolve(name));
            assertThat(workflow).contains("permissions:\n  contents: read\n").doesNotContain("write-all");
            assertThat(workflow.lines().filter(line -> line.contains("uses:")))
                    .isNotEmpty()
                    .allMatch(line -> line.matches(".*@[0-9a-f]{40} # v.*"));
            assertThat(workflow.lines().filter(line -> line.matches("(?i).*(password|username|passphrase|_key):.*")))
                    .allMatch(line -> line.matches(".*: (\\$\\{\\{ secrets\\.[A-Z_]+ }}|[A-Z_]+)"));
        }
    }
}
