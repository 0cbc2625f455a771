// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.SigningKey;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the private key that a property {@code key} names or contains. */
final class KeyProperty {
    static final String ACTION =
            "Set it to file:PATH, classpath:NAME, env:VARIABLE or bundle:NAME (spring.ssl.bundle), or to"
                    + " the private key itself as PEM, base64 or JWK.";

    private static final String ENVIRONMENT = "env:";
    private static final String BUNDLE = "bundle:";

    /** A path or a resource location. No PEM, base64 or JWK text begins like this. */
    private static final Pattern LOCATION = Pattern.compile("(?:file|classpath|jar):.*|\\.{0,2}/.*|[A-Za-z]:\\\\.*");

    private static final Pattern KEY_STORE = Pattern.compile(".*\\.(?:p12|pfx|jks)");
    private static final Pattern APPLE_KEY_FILE = Pattern.compile("AuthKey_(\\w+)\\.p8");

    private final Environment environment;
    private final ResourceLoader resources;
    private final @Nullable SslBundles bundles;

    KeyProperty(Environment environment, ResourceLoader resources, @Nullable SslBundles bundles) {
        this.environment = environment;
        this.resources = resources;
        this.bundles = bundles;
    }

    /** Returns the secret text that the property contains or refers to; empty if it refers to a file or a bundle. */
    static Optional<String> secret(String value, Environment environment) {
        String key = value.strip();
        if (key.startsWith(ENVIRONMENT)) {
            return Optional.ofNullable(environment.getProperty(key.substring(ENVIRONMENT.length())));
        }
        return LOCATION.matcher(key).matches() || key.startsWith(BUNDLE) ? Optional.empty() : Optional.of(key);
    }

    /**
     * Returns the key.
     *
     * @param property the full name of the property, for errors
     * @param value its value
     * @param password the password of the key or key store, or null
     * @throws ClientAuthConfigurationException if there is no such key, or it is not a private key
     */
    SigningKey read(String property, String value, @Nullable String password) {
        String key = value.strip();
        try {
            if (key.startsWith(BUNDLE)) {
                return fromBundle(property, key.substring(BUNDLE.length()), password);
            }
            if (key.startsWith(ENVIRONMENT)) {
                String name = key.substring(ENVIRONMENT.length());
                String text = environment.getProperty(name);
                if (text == null || text.isBlank()) {
                    throw failed(property, "The environment variable " + name + " is not set.", null);
                }
                return parsed(text, password);
            }
            if (LOCATION.matcher(key).matches()) {
                boolean isUrl = key.startsWith("file:") || key.startsWith("classpath:") || key.startsWith("jar:");
                return load(property, resources.getResource(isUrl ? key : "file:" + key), password);
            }
            return parsed(key, password);
        } catch (IllegalArgumentException e) {
            // The parser's message contains nothing of the key.
            throw failed(property, String.valueOf(e.getMessage()), e);
        }
    }

    private static SigningKey parsed(String text, @Nullable String password) {
        return password == null ? SigningKey.parse(text) : SigningKey.parseEncrypted(text, password.toCharArray());
    }

    private static SigningKey load(String property, Resource resource, @Nullable String password) {
        if (!resource.exists()) {
            throw failed(property, "There is no " + resource.getDescription() + ".", null);
        }
        try {
            if (resource.isFile()) {
                return load(resource.getFile().toPath(), password);
            }
            try (InputStream in = resource.getInputStream()) {
                if (password != null && isKeyStore(String.valueOf(resource.getFilename()))) {
                    return fromKeyStore(property, in, password.toCharArray());
                }
                byte[] bytes = in.readAllBytes();
                // DER begins with a SEQUENCE; everything else is text.
                SigningKey key = parsed(
                        bytes.length > 0 && bytes[0] == 0x30
                                ? Base64.getEncoder().encodeToString(bytes)
                                : new String(bytes, StandardCharsets.UTF_8),
                        password);
                Matcher apple = APPLE_KEY_FILE.matcher(String.valueOf(resource.getFilename()));
                return key.keyId().isEmpty() && apple.matches() ? key.withKeyId(apple.group(1)) : key;
            }
        } catch (IOException e) {
            throw failed(property, resource.getDescription() + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static SigningKey load(Path file, @Nullable String password) throws IOException {
        if (password == null) {
            return SigningKey.load(file);
        }
        return isKeyStore(String.valueOf(file.getFileName()))
                ? SigningKey.fromKeyStore(file, password.toCharArray())
                : SigningKey.loadEncrypted(file, password.toCharArray());
    }

    private static boolean isKeyStore(String file) {
        return KEY_STORE.matcher(file).matches();
    }

    /** Reads a key store that is not a file, such as one in the jar of the application, as {@link SigningKey} reads files. */
    private static SigningKey fromKeyStore(String property, InputStream in, char[] password) throws IOException {
        try {
            // Reads JKS as well.
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            List<String> aliases = Collections.list(store.aliases()).stream()
                    .filter(entry -> isKey(store, entry))
                    .toList();
            if (aliases.size() != 1) {
                throw failed(property, "The key store has " + aliases.size() + " private keys instead of one.", null);
            }
            Map<String, Object> jwk = new LinkedHashMap<>(
                    JWK.load(store, aliases.get(0), password).toJSONObject());
            // An alias is a local name.
            jwk.remove("kid");
            return SigningKey.of(JWK.parse(jwk));
        } catch (GeneralSecurityException | JOSEException | ParseException e) {
            throw failed(property, "The private key of the key store cannot be read.", e);
        }
    }

    private SigningKey fromBundle(String property, String name, @Nullable String password) {
        if (bundles == null) {
            throw failed(property, "There are no SSL bundles in this application.", null);
        }
        try {
            SslBundle bundle = bundles.getBundle(name);
            KeyStore store = bundle.getStores().getKeyStore();
            if (store == null) {
                throw failed(property, "The SSL bundle " + name + " has no key store.", null);
            }
            String alias = bundle.getKey().getAlias();
            if (alias == null) {
                alias = Collections.list(store.aliases()).stream()
                        .filter(entry -> isKey(store, entry))
                        .findFirst()
                        .orElseThrow(() -> failed(property, "The SSL bundle " + name + " has no private key.", null));
            }
            String secret = Optional.ofNullable(password)
                    .or(() -> Optional.ofNullable(bundle.getKey().getPassword()))
                    .or(() -> Optional.ofNullable(bundle.getStores().getKeyStorePassword()))
                    .orElse("");
            if (!(store.getKey(alias, secret.toCharArray()) instanceof PrivateKey key)
                    || !(store.getCertificate(alias) instanceof X509Certificate certificate)) {
                throw failed(property, "The SSL bundle " + name + " has no private key with a certificate.", null);
            }
            // The property key-id, if set, replaces the alias.
            return SigningKey.of(key, certificate.getPublicKey(), alias).withCertificate(certificate);
        } catch (NoSuchSslBundleException e) {
            throw failed(property, "There is no SSL bundle " + name + ".", e);
        } catch (GeneralSecurityException e) {
            throw failed(property, "The private key of the SSL bundle " + name + " cannot be read.", e);
        }
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key store was not loaded.", e);
        }
    }

    private static ClientAuthConfigurationException failed(String property, String problem, @Nullable Throwable cause) {
        return new ClientAuthConfigurationException(property, problem, ACTION, cause);
    }
}
