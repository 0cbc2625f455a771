package dev.clientauth.key.ring;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.json.Json;
import dev.clientauth.json.MalformedJsonException;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.format.PrivateKeyFile;
import dev.clientauth.key.ring.RingKey.State;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The directory of a key ring: {@code ring.json} with the states, a file for each private key, {@code jwks.json} to publish,
 * and {@code lock}. Files are replaced atomically, so a process that is killed leaves the state before or after a step.
 */
final class RingFiles {
    private static final String STATE = "ring.json";
    private static final String JWK_SET = "jwks.json";
    private static final String KEY_PREFIX = "key-";

    /** A file lock is held by the whole JVM, so its threads need another one. */
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path directory;
    private final ReentrantLock lock;

    RingFiles(Path directory) throws IOException {
        PrivateKeyFile.createDirectory(directory);
        this.directory = directory.toRealPath();
        this.lock = LOCKS.computeIfAbsent(this.directory, path -> new ReentrantLock());
    }

    /** A step that runs while no other process or thread changes the ring. */
    interface Step {
        void run() throws IOException;
    }

    void locked(Step step) throws IOException {
        lock.lock();
        try (FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Closing the channel releases it as well.
            FileLock held = channel.lock();
            step.run();
            held.release();
        } finally {
            lock.unlock();
        }
    }

    RingState read() throws IOException {
        String text;
        try {
            text = Files.readString(directory.resolve(STATE));
        } catch (NoSuchFileException e) {
            return RingState.EMPTY;
        }
        try {
            JsonNode document = Json.parse(text);
            List<RingKey> keys = new ArrayList<>();
            for (JsonNode key : document.path("keys")) {
                keys.add(new RingKey(
                        key.path("kid").asText(),
                        State.valueOf(key.path("state").asText()),
                        Instant.parse(key.path("since").asText()),
                        instant(key.path("publishedSince")),
                        key.path("alg").isTextual()
                                ? Optional.of(JWSAlgorithm.parse(key.path("alg").asText()))
                                : Optional.empty(),
                        key.path("file").asText()));
            }
            JsonNode cached = document.path("cacheMillis");
            return new RingState(
                    keys, cached.isNumber() ? Optional.of(Duration.ofMillis(cached.asLong())) : Optional.empty());
        } catch (MalformedJsonException | IllegalArgumentException | DateTimeParseException e) {
            throw new IOException(directory.resolve(STATE) + " is not the state of a key ring.", e);
        }
    }

    private static Optional<Instant> instant(JsonNode node) {
        return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
    }

    void write(RingState state) throws IOException {
        List<Map<String, Object>> keys = new ArrayList<>();
        for (RingKey key : state.keys()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("kid", key.keyId());
            entry.put("state", key.state().name());
            entry.put("since", key.since().toString());
            key.publishedSince().ifPresent(time -> entry.put("publishedSince", time.toString()));
            key.algorithm().ifPresent(algorithm -> entry.put("alg", algorithm.getName()));
            entry.put("file", key.file());
            keys.add(entry);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        state.cacheLifetime().ifPresent(cached -> document.put("cacheMillis", cached.toMillis()));
        document.put("keys", keys);
        PrivateKeyFile.replace(
                directory.resolve(STATE), Json.writeIndented(document).getBytes(UTF_8));
    }

    /** Writes a new private key, and returns the name of its file. */
    String add(PrivateKey key, String thumbprint) throws IOException {
        return add(PrivateKeyFile.pem(key), thumbprint);
    }

    /** Copies a private key in any format, and returns the name of its file. */
    String add(byte[] content, String thumbprint) throws IOException {
        String name = KEY_PREFIX + thumbprint;
        PrivateKeyFile.replace(directory.resolve(name), content);
        return name;
    }

    SigningKey load(RingKey key) throws IOException {
        SigningKey named = SigningKey.load(directory.resolve(key.file())).withKeyId(key.keyId());
        return key.algorithm().map(named::withAlgorithm).orElse(named);
    }

    /** Returns whether others than the owner can read the key's file. */
    boolean isExposed(RingKey key) throws IOException {
        return PrivateKeyFile.isExposed(directory.resolve(key.file()));
    }

    /** Publishes the keys in {@code jwks.json} if they changed, and deletes the files of removed keys. */
    void synchronize(RingState state, PublicKeySet keys) throws IOException {
        Path published = directory.resolve(JWK_SET);
        String json = keys.toJson();
        if (!Files.exists(published) || !Files.readString(published).equals(json)) {
            PrivateKeyFile.replacePublic(published, json.getBytes(UTF_8));
        }
        Set<String> used = state.keys().stream().map(RingKey::file).collect(Collectors.toSet());
        // Every writer holds the lock, so a file that is still being written was left by a process that was killed.
        String left = "{" + KEY_PREFIX + "," + PrivateKeyFile.NEW_PREFIX + "}*";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, left)) {
            for (Path file : files) {
                if (!used.contains(String.valueOf(file.getFileName()))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
