// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.profile.ErrorResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.net.URI;

import static dev.clientauth.diagnosis.input.RequestSamples.broken;
import static dev.clientauth.diagnosis.input.RequestSamples.parameters;
import static dev.clientauth.diagnosis.input.RequestSamples.school;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A request is read from a description in words")
class DescriptionReadingTest {
    /** As posted in a developer forum. */
    private static final String FORUM = """
            I'm experiencing an invalid_client error (HTTP 400) when attempting to authenticate.
            HTTP Status: 400 Bad Request
            Endpoint: https://appleid.apple.com/auth/oauth2/v2/token
            Response: {"error": "invalid_client"}
            Organization ID: 55155430
            Header:
            {
            "alg": "ES256",
            "kid": "8136a1f6-c995-4010-b964-bc8278c107ef",
            "typ": "JWT"
            }
            Payload:
            {
            "iss": "55155430",
            "sub": "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59",
            "aud": "https://appleid.apple.com",
            "iat": [timestamp],
            "exp": [timestamp + 30 days]
            }
            Token Request
            Method: POST
            Content-Type: application/x-www-form-urlencoded
            Parameters:
            grant_type: client_credentials
            client_assertion_type: urn:ietf:params:oauth:client-assertion-type:jwt-bearer
            client_assertion: [JWT token]
            scope: https://api.apple.com/auth/schoolmanager
            What I've Verified
            Tried both Client ID and Organization ID as sub claim (both fail with same error)
            """;

    @Test
    void theFaultsOfTheForumRequestAreFound() {
        ParsedInput reading = RequestParser.parse(FORUM);

        assertThat(reading.format()).isEqualTo(InputFormat.DESCRIPTION);
        assertThat(reading.request().endpoint()).contains(URI.create("https://appleid.apple.com/auth/oauth2/v2/token"));
        assertThat(reading.request().method()).contains("POST");
        assertThat(parameters(reading.request())).hasSize(4);
        assertThat(reading.context().response()).contains(new ErrorResponse(400, "invalid_client", null));
        assertThat(broken(school(reading))).containsExactlyInAnyOrder("endpoint", "aud", "iss", "client-id", "scope");
    }

    @Test
    void aListOfParametersIsEnough() {
        ParsedInput reading =
                RequestParser.parse("We send:\n * grant_type = \"client_credentials\",\n * `scope`: 'school.api';\n");

        assertThat(reading.format()).isEqualTo(InputFormat.DESCRIPTION);
        assertThat(parameters(reading.request()))
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("scope", "school.api");
        assertThat(reading.request().headers()).isEmpty();
    }

    @Test
    void textAboutClientsIsNotADescription() {
        assertThat(RequestParser.parse("Ensure client_assertion is used.\nscope: what is it?")
                        .format())
                .isEqualTo(InputFormat.UNREADABLE);
    }
}
