// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.clientauth.json.Json;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that a GraalVM native image cannot find automatically is listed in the metadata of its artifact: reflection and
 * resources. The
 * command is not meant for a native image; picocli's reflection is not listed.
 */
class NativeImageTest {
    /** What looks up classes, members and resources by name. */
    private static final Pattern DYNAMIC = Pattern.compile("java\\.lang\\.Class\\.(forName|getResource\\w*|getDeclared"
            + "(Field|Method|Constructor)\\w*|get(Field|Method|Constructor)\\w*|newInstance)"
            + "|java\\.lang\\.ClassLoader\\.(loadClass|getResource\\w*|getSystemResource\\w*)"
            + "|java\\.util\\.ServiceLoader\\.load\\w*|java\\.util\\.ResourceBundle\\.getBundle"
            + "|java\\.lang\\.invoke\\.MethodHandles\\$Lookup\\.(find|unreflect)\\w*"
            + "|java\\.lang\\.reflect\\.Proxy\\.newProxyInstance|java\\.lang\\.reflect\\..*\\.(invoke|newInstance)"
            + "|com\\.fasterxml\\.jackson\\.databind\\.ObjectMapper\\.(convertValue|readValue|treeToValue|valueToTree)"
            + "|java\\.io\\.ObjectInputStream\\.readObject");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("/test/"))
            .importPackages("dev.clientauth");

    private static JsonNode metadata(String artifact) throws IOException {
        String file = "/META-INF/native-image/dev.clientauth/" + artifact + "/reachability-metadata.json";
        try (InputStream in = NativeImageTest.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            return Json.parse(new String(in.readAllBytes(), UTF_8));
        }
    }

    /** A new place means a new entry in the metadata of its artifact, then here. */
    @Test
    void everyLookupByNameIsKnown() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass from : CLASSES) {
            for (JavaAccess<?> access : from.getAccessesFromSelf()) {
                String target = access.getTargetOwner().getName() + "." + access.getName();
                if (DYNAMIC.matcher(target).matches()) {
                    found.computeIfAbsent(from.getName(), name -> new TreeSet<>())
                            .add(target);
                }
            }
        }
        assertThat(found)
                .isEqualTo(Map.of(
                        "dev.clientauth.mock.server.PageFiles", Set.of("java.lang.Class.getResourceAsStream"),
                        "dev.clientauth.refresh.TokenCache",
                                Set.of("java.lang.invoke.MethodHandles$Lookup.findVarHandle"),
                        "dev.clientauth.transport.SharedTransport", Set.of("java.lang.Class.forName")));
    }

    @Test
    void everyReflectiveEntryExists() throws IOException, ReflectiveOperationException {
        JsonNode entries = metadata("clientauth").path("reflection");
        assertThat(entries).hasSize(2);
        for (JsonNode entry : entries) {
            Class<?> type =
                    Class.forName(entry.path("type").asText(), false, getClass().getClassLoader());
            for (JsonNode field : entry.path("fields")) {
                assertThat(type.getDeclaredField(field.path("name").asText())).isNotNull();
            }
        }
    }

    @Test
    void everyFileOfThePageIsListed() throws IOException, URISyntaxException {
        JsonNode globs = metadata("clientauth-mock").path("resources");
        assertThat(globs).hasSize(1);
        String folder = globs.get(0).path("glob").asText().replaceFirst("\\*$", "");
        Path resources = Path.of("../mock/src/main/resources");
        try (Stream<Path> files = Files.walk(resources.resolve("dev"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> resources.relativize(file).toString().replace('\\', '/')))
                    .isNotEmpty()
                    .allMatch(file -> file.startsWith(folder) && file.indexOf('/', folder.length()) < 0);
        }
    }
}
