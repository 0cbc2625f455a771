package dev.clientauth.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/** A client's configuration: flags beat the environment, which beats the properties file. */
final class Settings {
    static final String CONFIG_VARIABLE = Setting.VARIABLES + "CONFIG";

    /** Where a provider of a mock begins: for applications, not for this command. */
    private static final String BASE_VARIABLE = Setting.VARIABLES + "BASE";

    private static final int LARGEST = 1 << 20;

    /** A value and where it stood. */
    record Given(String value, String origin) {
        /** Only where it stood. */
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
     * Puts the three together.
     *
     * @param config the properties file, or null for that of {@code CLIENTAUTH_CONFIG}, or none
     * @throws UsageException if the file cannot be read, or has a name that nobody knows
     */
    static Settings of(Map<Setting, String> flags, Map<String, String> environment, @Nullable String config) {
        Map<Setting, Given> given = new EnumMap<>(Setting.class);
        String file = config != null ? config : environment.get(CONFIG_VARIABLE);
        if (file != null && !file.isBlank()) {
            given.putAll(read(Path.of(Discreet.fileName(file))));
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
                .filter(name -> !known.contains(name) && !name.equals(CONFIG_VARIABLE) && !name.equals(BASE_VARIABLE))
                .sorted()
                .map(name -> name
                        + Nearest.to(name, known)
                                .map(near -> " (did you mean " + near + "?)")
                                .orElse(""))
                .toList();
    }

    private static Map<Setting, Given> read(Path file) {
        Properties properties = new Properties();
        try {
            if (Files.size(file) > LARGEST) {
                throw new UsageException(file + " is larger than 1 MiB; expected a properties file.");
            }
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        } catch (NoSuchFileException e) {
            throw new UsageException("There is no properties file " + file + ".", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(
                    file + " cannot be read as a properties file in UTF-8 ("
                            + e.getClass().getSimpleName() + ").",
                    e);
        }
        Map<Setting, Given> given = new EnumMap<>(Setting.class);
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            Setting setting = Setting.ofProperty(name).orElseThrow(() -> unknown(file, name));
            String value = properties.getProperty(name).strip();
            if (setting == Setting.KEY_PASSWORD) {
                throw new UsageException(file + " has a password under \"" + name + "\". Take it out and set "
                        + setting.variable() + " in the environment.");
            }
            if (setting == Setting.KEY) {
                value = file.toAbsolutePath()
                        .resolveSibling(Discreet.fileName(value))
                        .toString();
            }
            if (!value.isEmpty() && given.put(setting, new Given(value, file.toString())) != null) {
                throw new UsageException(file + " names " + setting.property() + " twice.");
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
        return new UsageException(file + " has an unknown name \"" + name + "\"; "
                + Nearest.to(plain, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("known are " + String.join(", ", known) + "."));
    }

    /** The value, if it was set anywhere. */
    Optional<String> get(Setting setting) {
        return Optional.ofNullable(given.get(setting)).map(Given::value);
    }

    /** Where the value stands: a flag, a variable, a file. */
    Optional<String> origin(Setting setting) {
        return Optional.ofNullable(given.get(setting)).map(Given::origin);
    }

    /**
     * The value.
     *
     * @throws UsageException if it was not set
     */
    String need(Setting setting, String what) {
        return get(setting).orElseThrow(() -> new UsageException("Needs " + what + ": set " + setting.how() + "."));
    }

    /** The variables that look like ours and are not, with those that were meant perhaps. */
    List<String> unknownVariables() {
        return unknownVariables;
    }

    /** The names that are set, without the values. */
    @Override
    public String toString() {
        return "Settings" + given;
    }
}
