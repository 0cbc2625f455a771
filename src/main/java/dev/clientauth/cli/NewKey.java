package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Makes a key pair and keeps its private half in a file. */
final class NewKey {
    static final int RSA_BITS = 2048;

    private static final Set<Integer> SIZES = Set.of(RSA_BITS, 3072, 4096);
    private static final int PEM_LINE = 64;

    private NewKey() {}

    /**
     * A key pair that can sign by this algorithm.
     *
     * @throws UsageException for an algorithm or a size that nobody should use
     */
    static KeyPair pair(JWSAlgorithm algorithm, int bits) {
        try {
            if (JWSAlgorithm.Family.RSA.contains(algorithm)) {
                if (!SIZES.contains(bits)) {
                    throw new UsageException("An RSA key has 2048, 3072 or 4096 bits, not " + bits + ".");
                }
                KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
                rsa.initialize(bits);
                return rsa.generateKeyPair();
            }
            Curve curve = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512)
                            .contains(algorithm)
                    ? Curve.forJWSAlgorithm(algorithm).iterator().next()
                    : null;
            if (curve == null) {
                throw new UsageException("No key is made for " + algorithm
                        + "; expected ES256, ES384, ES512, RS256, RS384, RS512, PS256, PS384 or PS512.");
            }
            KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
            ec.initialize(curve.toECParameterSpec());
            return ec.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key could be made for " + algorithm + ".", e);
        }
    }

    /**
     * Writes it as PKCS#8 PEM to a file that only its owner can read from its first moment on.
     *
     * @throws FileAlreadyExistsException if the file is there and may not be replaced
     */
    static void write(PrivateKey key, Path file, boolean mayReplace) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UsageException(file + " is a folder; name a file in it.");
        }
        if (!mayReplace) {
            create(file, key);
            return;
        }
        // The old key goes only when the new one is safe on disk, and no other file does.
        Path beside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            create(beside, key);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void create(Path file, PrivateKey key) throws IOException {
        boolean hasPermissions =
                file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = hasPermissions
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        byte[] pem = pem(key);
        try (SeekableByteChannel channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer left = ByteBuffer.wrap(pem);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (NoSuchFileException e) {
            throw new UsageException("There is no folder for " + file + "; make it first.", e);
        } finally {
            Arrays.fill(pem, (byte) 0);
        }
    }

    private static byte[] pem(PrivateKey key) {
        String body = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return ("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n").getBytes(US_ASCII);
    }
}
