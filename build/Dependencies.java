// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Compares the jars and POMs that a build uses with the SHA-256 of each in {@code dependencies.sha256}, and finds classes that
 * two jars of a class path contain. A program of one file, because it runs before anything that it checks.
 *
 * <pre>
 * java Dependencies.java check LIST REPOSITORY TOP CLASSPATH
 * java Dependencies.java update LIST REPOSITORY
 * </pre>
 *
 * The list has the format of {@code sha256sum}, with paths relative to the local Maven repository.
 */
final class Dependencies {
    /** Artifacts of this project, which the build creates. */
    private static final String OWN = "dev/clientauth/";

    private Dependencies() {}

    public static void main(String[] arguments) throws IOException {
        Path list = Path.of(arguments[1]);
        Path repository = Path.of(arguments[2]).toAbsolutePath().normalize();
        Map<String, String> expected = read(list);
        List<String> problems = arguments[0].equals("update")
                ? update(list, expected, repository)
                : check(expected, repository, Path.of(arguments[3]).toAbsolutePath().normalize(), arguments[4]);
        problems.forEach(System.err::println);
        if (!problems.isEmpty()) {
            System.exit(1);
        }
    }

    private static Map<String, String> read(Path list) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        for (String line : Files.exists(list) ? Files.readAllLines(list) : List.<String>of()) {
            if (!line.matches("[0-9a-f]{64}  [\\w.+/-]+")) {
                throw new IllegalArgumentException(list + ": not a line of sha256sum: " + line);
            }
            sums.put(line.substring(66), line.substring(0, 64));
        }
        return sums;
    }

    private static List<String> check(Map<String, String> expected, Path repository, Path top, String classPath) {
        List<Path> jars = Stream.of(classPath.split(System.getProperty("path.separator")))
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .filter(Files::isRegularFile)
                .toList();
        List<String> problems = new ArrayList<>();
        for (Path jar : jars) {
            String path = jar.startsWith(repository) ? path(repository, jar) : jar.toString();
            boolean isOwn = path.startsWith(OWN) || jar.startsWith(top);
            if (!isOwn && !expected.containsKey(path)) {
                problems.add("Not in dependencies.sha256: " + path);
            }
        }
        expected.entrySet().parallelStream()
                .filter(entry -> Files.exists(repository.resolve(entry.getKey())))
                .filter(entry -> !sha256(repository.resolve(entry.getKey())).equals(entry.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .forEachOrdered(entry -> problems.add("Differs from dependencies.sha256: " + entry.getKey()));
        problems.addAll(duplicates(jars));
        return problems;
    }

    /** Returns a sentence for each pair of jars that contain the same class, with the first of these classes. */
    private static List<String> duplicates(List<Path> jars) {
        Map<String, Path> first = new TreeMap<>();
        Map<String, String> found = new TreeMap<>();
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                zip.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                        .filter(name -> !name.endsWith("module-info.class"))
                        .forEach(name -> {
                            Path other = first.putIfAbsent(name, jar);
                            if (other != null && !other.equals(jar)) {
                                found.putIfAbsent(other.getFileName() + " and " + jar.getFileName(), name);
                            }
                        });
            } catch (IOException e) {
                throw new UncheckedIOException(jar.toString(), e);
            }
        }
        return found.entrySet().stream()
                .map(entry -> "Both " + entry.getKey() + " contain " + entry.getValue())
                .toList();
    }

    /** Writes the list of a repository. Published files do not change, so another sum of a known file is an error. */
    private static List<String> update(Path list, Map<String, String> expected, Path repository) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(repository)) {
            files.filter(file -> file.toString().matches(".*\\.(jar|pom)"))
                    .filter(file -> !path(repository, file).startsWith(OWN))
                    .forEach(file -> found.put(path(repository, file), sha256(file)));
        }
        List<String> changed = found.entrySet().stream()
                .filter(entry -> !expected.getOrDefault(entry.getKey(), entry.getValue()).equals(entry.getValue()))
                .map(entry -> "Differs from dependencies.sha256: " + entry.getKey())
                .toList();
        if (changed.isEmpty()) {
            Files.writeString(
                    list,
                    found.entrySet().stream()
                            .map(entry -> entry.getValue() + "  " + entry.getKey() + "\n")
                            .collect(Collectors.joining()));
        }
        return changed;
    }

    private static String path(Path repository, Path file) {
        return repository.relativize(file.toAbsolutePath().normalize()).toString().replace('\\', '/');
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
