// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import dev.clientauth.key.SigningKey;
import dev.clientauth.key.format.PrivateKeyFile;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The directory of a key ring: {@code ring.json} with the states, a file for each private key, {@code jwks.json} to publish,
 * and {@code lock}. Files are replaced atomically, so a process that is killed leaves the state before or after a step.
 */
final class RingFiles {
    static final String KEY_PREFIX = "key-";

    private static final String STATE = "ring.json";
    private static final String LOCK = "lock";
    private static final String JWK_SET = "jwks.json";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long RETRY_MILLIS = 10;

    /** A file lock is held by the whole JVM, so its threads need another one. */
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path directory;
    private final ReentrantLock lock;

    /** Opens a directory that exists. */
    RingFiles(Path directory) throws IOException {
        this.directory = directory.toRealPath();
        this.lock = LOCKS.computeIfAbsent(this.directory, path -> new ReentrantLock());
    }

    /** Opens a directory, which is created with mode 0700 if it does not exist. */
    static RingFiles created(Path directory) throws IOException {
        PrivateKeyFile.createDirectory(directory);
        return new RingFiles(directory);
    }

    /** A step that runs while no other process or thread changes the ring. */
    interface Step<T> {
        T run() throws IOException;
    }

    /**
     * Runs a step while no other thread of this process runs one.
     *
     * @throws IOException if it fails, or has to wait for {@link #PATIENCE}
     */
    <T> T alone(Step<T> step) throws IOException {
        try {
            if (!lock.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw stillLocked("another thread of this process", "");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a step while no other process or thread runs one.
     *
     * @throws IOException if it fails, or another process holds the lock for {@link #PATIENCE}
     */
    <T> T locked(Step<T> step) throws IOException {
        return alone(() -> {
            Path file = directory.resolve(LOCK);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                PrivateKeyFile.giveToOwnerOfDirectory(file);
                // Closing the channel releases it as well.
                FileLock held = lock(channel);
                T result = step.run();
                held.release();
                return result;
            }
        });
    }

    private FileLock lock(FileChannel channel) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            FileLock held = tried(channel);
            if (held != null) {
                return held;
            }
            if (System.nanoTime() - end > 0) {
                throw stillLocked("another process", " Check whether a process is suspended.");
            }
            try {
                Thread.sleep(RETRY_MILLIS);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    private static @Nullable FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another class loader of this JVM holds it.
            return null;
        }
    }

    private IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("The thread was interrupted while waiting for the lock of " + this + ".");
    }

    private IOException stillLocked(String holder, String hint) {
        return new IOException(directory.resolve(LOCK) + " has been locked by " + holder + " for "
                + PATIENCE.toSeconds() + " s." + hint);
    }

    /**
     * Returns the state; empty for a new directory.
     *
     * @throws IOException if it cannot be read, is not a state, or is missing while other files of a ring exist
     */
    RingState read() throws IOException {
        Path file = directory.resolve(STATE);
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            if (Files.exists(directory.resolve(JWK_SET)) || !list(KEY_PREFIX).isEmpty()) {
                throw new IOException(
                        file + " is missing, but the other files of the ring exist. Restore it from a backup,"
                                + " or move the other files away to begin a new ring.",
                        e);
            }
            return RingState.EMPTY;
        }
        try {
            return RingDocument.read(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not the state of a key ring: " + e.getMessage() + ".", e);
        }
    }

    /** Returns the state of a ring that was opened before. */
    RingState readExisting() throws IOException {
        RingState state = read();
        if (state.keys().isEmpty()) {
            throw new NoSuchFileException(directory.resolve(STATE).toString());
        }
        return state;
    }

    void write(RingState state) throws IOException {
        PrivateKeyFile.replaceForOwner(
                directory.resolve(STATE), RingDocument.write(state).getBytes(UTF_8));
    }

    /** Adds a private key in any format, and returns the name of its file. */
    String add(byte[] content, String thumbprint) throws IOException {
        String name = KEY_PREFIX + thumbprint;
        PrivateKeyFile.replaceForOwner(directory.resolve(name), content);
        return name;
    }

    SigningKey load(String file) throws IOException {
        return SigningKey.load(directory.resolve(file));
    }

    boolean has(String file) {
        return Files.exists(directory.resolve(file));
    }

    /** Returns the files that others than their owner can read or replace. */
    List<Path> exposed(RingState state) throws IOException {
        List<Path> exposed = new ArrayList<>();
        if (PrivateKeyFile.isWritableByOthers(directory)) {
            exposed.add(directory);
        }
        for (RingKey key : state.keys()) {
            Optional<Path> file = key.file().map(directory::resolve);
            if (file.isPresent() && Files.exists(file.get()) && PrivateKeyFile.isExposed(file.get())) {
                exposed.add(file.get());
            }
        }
        return exposed;
    }

    /** Publishes the keys in {@code jwks.json} if they changed. A symbolic link is followed. */
    void publish(RingState state) throws IOException {
        Path published = directory.resolve(JWK_SET);
        if (Files.isSymbolicLink(published)) {
            published = directory.resolve(Files.readSymbolicLink(published));
        }
        String json = state.published().toJson();
        if (!Files.exists(published) || !Files.readString(published).equals(json)) {
            PrivateKeyFile.replacePublicForOwner(published, json.getBytes(UTF_8));
        }
    }

    /** Deletes temporary files of killed processes, and the files of removed keys. Only for holders of the lock. */
    void tidy(RingState state) throws IOException {
        Set<String> used =
                state.keys().stream().flatMap(key -> key.file().stream()).collect(Collectors.toSet());
        for (Path file : list("{" + KEY_PREFIX + "," + PrivateKeyFile.NEW_PREFIX + "}")) {
            if (!used.contains(String.valueOf(file.getFileName()))) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> list(String beginning) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, beginning + "*")) {
            files.forEach(found::add);
        }
        return found;
    }

    /** Returns what a file operation failed with, in words. */
    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + " is missing";
        }
        if (failure instanceof AccessDeniedException denied) {
            return "this user is not permitted to access " + denied.getFile();
        }
        return String.valueOf(failure.getMessage()).replaceFirst("\\.$", "");
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
