// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import java.util.Map;
import java.util.stream.Stream;

/**
 * A provider whose clients can be written with any OpenID Connect library.
 *
 * @param id the id of the provider
 * @param audience what its documentation says about {@code aud}
 * @param type the header {@code typ} that it requires, or an empty string
 * @param parameters parameters that it requires besides those of the grant
 */
record GenericProvider(String id, Audience audience, String type, Map<String, String> parameters) {
    enum Audience {
        TOKEN_ENDPOINT,
        /** The mock has the issuer identifier of an example, wherever it runs. */
        ISSUER
    }

    private static final Map<String, String> NONE = Map.of();

    static Stream<GenericProvider> all() {
        return Stream.of(
                new GenericProvider("private-key-jwt", Audience.TOKEN_ENDPOINT, "", NONE),
                new GenericProvider(
                        "smart-backend-services",
                        Audience.TOKEN_ENDPOINT,
                        "JWT",
                        Map.of("scope", "system/Patient.rs")),
                new GenericProvider("epic", Audience.TOKEN_ENDPOINT, "", NONE),
                new GenericProvider("okta", Audience.TOKEN_ENDPOINT, "", Map.of("scope", "okta.users.read")),
                new GenericProvider("keycloak", Audience.ISSUER, "", NONE),
                new GenericProvider("auth0", Audience.ISSUER, "", NONE),
                new GenericProvider("ping-federate", Audience.ISSUER, "", NONE));
    }

    static GenericProvider of(String id) {
        return all().filter(provider -> provider.id().equals(id)).findFirst().orElseThrow();
    }

    String audienceAt(ClientRun run) {
        return audience == Audience.TOKEN_ENDPOINT
                ? run.tokenEndpoint().toString()
                : run.mock().profile().issuer().orElseThrow();
    }

    @Override
    public String toString() {
        return id;
    }
}
