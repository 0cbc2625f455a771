package dev.clientauth.cli;

import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.KeyInspection;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** The files that the commands about keys are given. */
final class KeyFiles {
    private KeyFiles() {}

    /** What to do about a file, in the command's words where the library speaks of its methods. */
    static String remedy(KeyFormatException e) {
        boolean wantsPassword =
                e.expected().startsWith("a password") || e.expected().startsWith("the password of") || isKeyStore(e);
        return wantsPassword ? "Set " + Setting.KEY_PASSWORD.variable() + " to its password." : e.remedy();
    }

    /** The password of encrypted keys and key stores, from the environment alone. */
    static char @Nullable [] password(Map<String, String> environment) {
        String password = environment.get(Setting.KEY_PASSWORD.variable());
        return password == null || password.isEmpty() ? null : password.toCharArray();
    }

    /**
     * The public halves of all keys of a file, of whatever form.
     *
     * @throws UsageException if the file cannot be read
     * @throws KeyFormatException if it holds no usable key
     */
    static KeyInspection read(String file, char @Nullable [] password) {
        try {
            Path path = Path.of(Discreet.fileName(file));
            try {
                return password == null ? KeyInspection.load(path) : KeyInspection.loadEncrypted(path, password);
            } catch (KeyFormatException e) {
                if (isKeyStore(e)) {
                    return KeyInspection.loadKeyStore(path, orEmpty(password));
                }
                throw e;
            }
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read (" + e.getClass().getSimpleName() + ").", e);
        }
    }

    static boolean isKeyStore(KeyFormatException e) {
        return e.found().endsWith(" key store");
    }

    /** Key stores of Azure Key Vault, for one, have the empty password. */
    static char[] orEmpty(char @Nullable [] password) {
        return password == null ? new char[0] : password;
    }
}
