// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
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

    /** Replaces a file with one of mode 0644: readers see the old content or the new one. */
    public static void replacePublic(Path file, byte[] content) throws IOException {
        replace(file, content, "rw-r--r--", false);
    }

    /**
     * Replaces a file by one with mode 0600 that belongs to the owner of the directory, also if root writes it.
     *
     * @throws IOException also if this user may not give it to the owner of the directory
     */
    public static void replaceForOwner(Path file, byte[] content) throws IOException {
        replace(file, content, "rw-------", true);
    }

    /** Replaces a file by one with mode 0644 that belongs to the owner of the directory, also if root writes it. */
    public static void replacePublicForOwner(Path file, byte[] content) throws IOException {
        replace(file, content, "rw-r--r--", true);
    }

    private static void replace(Path file, byte[] content, String permissions, boolean isForOwner) throws IOException {
        Path beside = file.resolveSibling(NEW_PREFIX + UUID.randomUUID());
        try {
            create(beside, content, permissions);
            if (isForOwner) {
                giveToOwnerOfDirectory(beside);
            }
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
        forceDirectory(file);
    }

    /** Writes the new name to the disk, so that a power failure does not lose the only copy of a key. */
    private static void forceDirectory(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !hasPermissions(file)) {
            return;
        }
        try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (AccessDeniedException e) {
            // A directory that can be written but not listed: the file is complete.
            return;
        }
    }

    /**
     * Gives a file that another user has created to the owner of its directory.
     *
     * @throws IOException if this user may not: only root may
     */
    public static void giveToOwnerOfDirectory(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !hasPermissions(file)) {
            return;
        }
        UserPrincipal owner = Files.getOwner(parent);
        if (!Files.getOwner(file).equals(owner)) {
            try {
                Files.setOwner(file, owner);
            } catch (FileSystemException e) {
                throw new IOException(
                        parent + " belongs to " + owner + ", who could not read a file of this user. Run as " + owner
                                + ".",
                        e);
            }
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

    /** Returns whether users other than the owner can add, replace or remove files of the directory. */
    public static boolean isWritableByOthers(Path directory) throws IOException {
        return hasPermissions(directory)
                && Files.getPosixFilePermissions(directory).stream()
                        .anyMatch(each ->
                                each == PosixFilePermission.GROUP_WRITE || each == PosixFilePermission.OTHERS_WRITE);
    }

    /** Returns whether users other than the owner can read or replace the file; false where files have no such permissions. */
    public static boolean isExposed(Path file) throws IOException {
        return hasPermissions(file)
                && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    }
}
