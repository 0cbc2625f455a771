package dev.clientauth.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** RequestSamples that are kept, to be looked at and compared. */
public final class Golden {
    private static final boolean REGENERATES = System.getProperty("regenerate") != null;

    private Golden() {}

    /** Fails unless the file holds this text; writes it instead where the system property {@code regenerate} is set. */
    public static void assertKept(Path file, String text) throws IOException {
        if (REGENERATES) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s; to write it anew, run mvn test -Dtest=RulesPageTest,ReportGoldenTest -Dregenerate", file)
                .isEqualTo(text);
    }
}
