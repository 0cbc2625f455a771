// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples;

import dev.clientauth.profile.Registration.KeyOrigin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.mock.server.MockProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * A client: given on the command line for the real provider, otherwise created and registered with a mock on this machine.
 */
final class DemoAccount implements AutoCloseable {
    private static final String KEY_ID = "ABC123DEFG";
    private static final String TEAM_ID = "DEF123GHIJ";

    private final Profile profile;
    private final List<String> values;
    private final MockProvider mock;

    private DemoAccount(Profile profile, List<String> values, MockProvider mock) {
        this.profile = profile;
        this.values = values;
        this.mock = mock;
    }

    /** Returns the client of the arguments; without arguments, one of a new mock. */
    static DemoAccount of(Profile profile, String mockClientId, String... args) throws IOException {
        if (args.length > 0) {
            return new DemoAccount(profile, List.of(args), null);
        }
        JWK key = newKey(profile.algorithms().contains(JWSAlgorithm.RS384));
        Path keyFile = Files.createTempFile("AuthKey_", ".p8");
        Files.writeString(keyFile, pem(key));
        MockProvider mock = MockProvider.start(profile)
                .register(Registration.of(mockClientId)
                        .withTeamId(TEAM_ID)
                        .withKeyId(KEY_ID)
                        .withKeys(List.of(key))
                        .withKeyOrigin(KeyOrigin.JWK_SET_URL));
        return new DemoAccount(profile, List.of(mockClientId, keyFile.toString(), KEY_ID, TEAM_ID), mock);
    }

    String clientId() {
        return value(0, "client id");
    }

    Path keyFile() {
        return Path.of(value(1, "key file"));
    }

    String keyId() {
        return value(2, "key id");
    }

    String teamId() {
        return value(3, "Team ID");
    }

    String code(URI redirectUri) {
        return mock != null ? mock.authorizationCode(clientId(), redirectUri) : value(4, "code");
    }

    URI tokenEndpoint() {
        return mock != null ? mock.tokenEndpoint() : profile.tokenEndpoint().orElseThrow();
    }

    private String value(int index, String what) {
        if (index >= values.size()) {
            throw new IllegalArgumentException("Argument " + (index + 1) + " is missing: the " + what + ".");
        }
        return values.get(index);
    }

    private static JWK newKey(boolean rsa) {
        try {
            return rsa
                    ? new RSAKeyGenerator(2048).keyID(KEY_ID).generate()
                    : new ECKeyGenerator(Curve.P_256).keyID(KEY_ID).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("The key could not be created.", e);
        }
    }

    private static String pem(JWK key) {
        try {
            byte[] der = key instanceof ECKey ec
                    ? ec.toPrivateKey().getEncoded()
                    : key.toRSAKey().toPrivateKey().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (JOSEException e) {
            throw new IllegalStateException("The key could not be written.", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (mock != null) {
            mock.close();
            Files.deleteIfExists(keyFile());
        }
    }
}
