// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.config;

import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.Suggestion;
import dev.clientauth.cli.shell.UsageException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/** The configuration of a client. Flags override the environment, which overrides the properties file. */
public final class Settings {
    public static final String CONFIG_VARIABLE = Setting.VARIABLES + "CONFIG";

    /** The base URL of a mock, which applications read but this command does not. */
    /** The base URL of a FHIR API, which only {@code proxy} reads. */
    public static final String FHIR_BASE = Setting.VARIABLES + "FHIR_BASE";

    /** The base URL of another API, which only {@code proxy} reads. */
    public static final String API_BASE = Setting.VARIABLES + "API_BASE";

    private static final List<String> BASE_VARIABLES = List.of(Setting.VARIABLES + "BASE", FHIR_BASE, API_BASE);

    private static final int MAX_BYTES = 1 << 20;

    /** A value and its origin. */
    public record Given(String value, String origin) {
        /** Returns only the origin, because the value may be secret. */
        @Override
        public String toString() {
            return origin;
        }
    }

    private final Map<Setting, Given> given;
    private final List<String> unknownVariables;

    private Settings(Map<Setting, Given> given, List<String> unknownVariables) {
        this.given = given;
        this.unknownVariables = unknownVariables;
    }

    /**
     * Merges the three sources.
     *
     * @param config the properties file, or null for that of {@code CLIENTAUTH_CONFIG}, or none
     * @throws UsageException if the file cannot be read, or has an unknown property
     */
    public static Settings of(Map<Setting, String> flags, Map<String, String> environment, @Nullable String config) {
        Map<Setting, Given> given = new EnumMap<>(Setting.class);
        String file = config != null ? config : environment.get(CONFIG_VARIABLE);
        if (file != null && !file.isBlank()) {
            given.putAll(read(FileArguments.path(file)));
        }
        for (Setting setting : Setting.values()) {
            String value = environment.get(setting.variable());
            if (value != null && !value.isBlank()) {
                given.put(setting, new Given(value, setting.variable()));
            }
        }
        flags.forEach((setting, value) -> given.put(setting, new Given(value, setting.flag())));
        return new Settings(given, unknown(environment));
    }

    private static List<String> unknown(Map<String, String> environment) {
        List<String> known =
                Arrays.stream(Setting.values()).map(Setting::variable).toList();
        return environment.keySet().stream()
                .filter(name -> name.startsWith(Setting.VARIABLES))
                .filter(name ->
                        !known.contains(name) && !name.equals(CONFIG_VARIABLE) && !BASE_VARIABLES.contains(name))
                .sorted()
                .map(name -> name
                        + Suggestion.to(name, known)
                                .map(near -> " (did you mean " + near + "?)")
                                .orElse(""))
                .toList();
    }

    private static Map<Setting, Given> read(Path file) {
        Properties properties = new Properties();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UsageException(file + " is larger than 1 MiB. Expected a properties file.");
            }
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        } catch (NoSuchFileException e) {
            throw new UsageException("File not found: " + file + ". Expected a properties file.", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(
                    "Could not read " + file + " (" + e.getClass().getSimpleName()
                            + "). Expected a readable properties file in UTF-8.",
                    e);
        }
        Map<Setting, Given> given = new EnumMap<>(Setting.class);
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            Setting setting = Setting.ofProperty(name).orElseThrow(() -> unknown(file, name));
            String value = properties.getProperty(name).strip();
            if (setting == Setting.KEY_PASSWORD) {
                throw new UsageException(file + " has a password in \"" + name + "\". Remove it and set "
                        + setting.variable() + " in the environment.");
            }
            if (setting == Setting.KEY) {
                value = file.toAbsolutePath()
                        .resolveSibling(FileArguments.path(value))
                        .toString();
            }
            if (!value.isEmpty() && given.put(setting, new Given(value, file.toString())) != null) {
                throw new UsageException(file + " sets " + setting.property() + " twice. Keep one of them.");
            }
        }
        return given;
    }

    private static UsageException unknown(Path file, String name) {
        List<String> known = Arrays.stream(Setting.values())
                .filter(setting -> setting != Setting.KEY_PASSWORD)
                .map(Setting::property)
                .toList();
        String plain = name.replace('.', '-').replaceFirst("^clientauth-", "");
        return new UsageException(file + " has an unknown property \"" + name + "\". "
                + Suggestion.to(plain, known)
                        .map(near -> "Did you mean " + near + "?")
                        .orElse("Use " + String.join(", ", known) + "."));
    }

    /** Returns whether nothing is set. */
    public boolean isEmpty() {
        return given.isEmpty();
    }

    /** Returns the value, if it is set. */
    public Optional<String> get(Setting setting) {
        return Optional.ofNullable(given.get(setting)).map(Given::value);
    }

    /** Returns where the value was set: a flag, a variable or a file. */
    public Optional<String> origin(Setting setting) {
        return Optional.ofNullable(given.get(setting)).map(Given::origin);
    }

    /**
     * Returns the value.
     *
     * @param what the value in words, such as {@code the client id}
     * @throws UsageException if it is not set
     */
    public String need(Setting setting, String what) {
        return get(setting)
                .orElseThrow(() -> new UsageException(sentence(what) + " is required. Set " + setting.how() + "."));
    }

    private static String sentence(String what) {
        return what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
    }

    /** Returns the unknown variables that begin with {@code CLIENTAUTH_}, each with the closest known name. */
    public List<String> unknownVariables() {
        return unknownVariables;
    }

    /** Returns the names that are set, without the values. */
    @Override
    public String toString() {
        return "Settings" + given;
    }
}
