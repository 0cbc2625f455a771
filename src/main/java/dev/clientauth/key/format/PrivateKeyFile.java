package dev.clientauth.key.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Writes files that only their owner can read, and reports files that others can read. */
public final class PrivateKeyFile {
    /** The start of the name of a file that is being written. */
    public static final String NEW_PREFIX = ".new-";

    private static final int PEM_LINE = 64;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private PrivateKeyFile() {}

    /** Returns the key as PKCS #8 in PEM. */
    public static byte[] pem(PrivateKey key) {
        String body = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return ("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n").getBytes(US_ASCII);
    }

    /**
     * Creates a file with mode 0600.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it exists
     */
    public static void create(Path file, byte[] content) throws IOException {
        create(file, content, "rw-------");
    }

    /** Replaces a file with one of mode 0600: readers see the old content or the new one. */
    public static void replace(Path file, byte[] content) throws IOException {
        replace(file, content, "rw-------");
    }

    /** Replaces a file with one of mode 0644: readers see the old content or the new one. */
    public static void replacePublic(Path file, byte[] content) throws IOException {
        replace(file, content, "rw-r--r--");
    }

    private static void replace(Path file, byte[] content, String permissions) throws IOException {
        Path beside = file.resolveSibling(NEW_PREFIX + UUID.randomUUID());
        try {
            create(beside, content, permissions);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void create(Path file, byte[] content, String permissions) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, attributes(file, permissions))) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** Creates a directory with mode 0700, unless it exists. */
    public static void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes(directory, "rwx------"));
        }
    }

    private static FileAttribute<?>[] attributes(Path file, String permissions) {
        return hasPermissions(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Returns whether users other than the owner can read or replace the file; false where files have no such permissions.
     */
    public static boolean isExposed(Path file) throws IOException {
        return hasPermissions(file)
                && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    }
}
