// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.AppleTeam;
import dev.clientauth.mock.AppleTestServer;
import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** /auth/usermigrationinfo, by Apple's TN3159. */
@Timeout(60)
class AppleMigrationTest {
    private static final ApplePerson GRACE =
            ApplePerson.of("Grace", "Hopper", "grace@example.com").hidingEmail();

    private final AppleTestServer server = new AppleTestServer();
    private final AppleTeam recipient = AppleTeam.of("XYZ987WVUT", server.clock);
    private final URI move = server.at("/auth/usermigrationinfo");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aUserIsMigratedToAnotherTeam() {
        server.apple.register(GRACE);
        server.apple.signIn(AppleTestServer.APP, GRACE);
        String before = server.apple.subject(GRACE, AppleTestServer.APP);
        server.apple.transfer(recipient.owning(AppleTestServer.APP));

        JsonNode sent = TestHttp.json(send(server.team, before));
        assertThat(sent.fieldNames()).toIterable().containsExactly("transfer_sub");
        String transferSub = sent.get("transfer_sub").asText();

        JsonNode received = TestHttp.json(receive(recipient, transferSub));
        assertThat(received.fieldNames()).toIterable().containsExactly("sub", "email", "is_private_email");
        assertThat(received.get("sub").asText())
                .isEqualTo(server.apple.subject(GRACE, AppleTestServer.APP))
                .isNotEqualTo(before);
        assertThat(received.get("email").asText()).endsWith("@private.icloud.com");
        assertThat(received.get("is_private_email").asBoolean()).isTrue();
        assertThat(server.last().diagnosis().broken()).isEmpty();
    }

    @Test
    void aRepeatedStepReturnsTheSameResponse() {
        String subject = server.apple.subject(AppleTestServer.ADA, AppleTestServer.APP);
        server.apple.transfer(recipient.owning(AppleTestServer.APP));
        String first = send(server.team, subject).body();
        assertThat(send(server.team, subject).body()).isEqualTo(first);
    }

    @Test
    void theSenderMayStartBeforeTheTransferTheRecipientMayNot() {
        String transferSub = TestHttp.json(
                        send(server.team, server.apple.subject(AppleTestServer.ADA, AppleTestServer.APP)))
                .get("transfer_sub")
                .asText();
        refused(receive(server.team, transferSub), "invalid_request");
        refused(askForToken(recipient), "invalid_client");
        server.apple.transfer(recipient.owning(AppleTestServer.APP));
        assertThat(receive(recipient, transferSub).statusCode()).isEqualTo(200);
    }

    @Test
    void identityTokensHaveTheTransferSubForSixtyDays() {
        String before = server.apple.subject(AppleTestServer.ADA, AppleTestServer.APP);
        server.apple.transfer(recipient.owning(AppleTestServer.APP));
        String expected =
                TestHttp.json(send(server.team, before)).get("transfer_sub").asText();
        assertThat(transferSubOfASignIn()).isEqualTo(expected);
        server.clock.advance(Duration.ofDays(60).plusSeconds(1));
        assertThat(transferSubOfASignIn()).isNull();
    }

    private Object transferSubOfASignIn() {
        return TestHttp.claims(server.apple
                        .signIn(AppleTestServer.APP, AppleTestServer.ADA)
                        .identityToken())
                .getClaim("transfer_sub");
    }

    /** Forum: the former team's request for user.migration is refused with invalid_client. */
    @Test
    void theFormerTeamIsRefusedAfterSixtyDays() {
        String subject = server.apple.subject(AppleTestServer.ADA, AppleTestServer.APP);
        server.apple.transfer(recipient.owning(AppleTestServer.APP));
        server.clock.advance(Duration.ofDays(60));
        String token = migrationToken(server.team);
        server.clock.advance(Duration.ofSeconds(1));
        refused(
                server.team.postBearing(token, move, AppleTestServer.APP, "sub", subject, "target", recipient.id()),
                "invalid_client");
        refused(askForToken(server.team), "invalid_client");
    }

    @Test
    void theFormerTeamHasNoOtherAccess() {
        String code =
                server.apple.signIn(AppleTestServer.APP, AppleTestServer.ADA).authorizationCode();
        server.apple.transfer(recipient.owning(AppleTestServer.APP));
        refused(
                server.team.post(
                        server.apple.tokenEndpoint(),
                        AppleTestServer.APP,
                        "grant_type",
                        "authorization_code",
                        "code",
                        code),
                "invalid_client");
    }

    @Test
    void aTransferRevokesCodesAndTokens() {
        String code =
                server.apple.signIn(AppleTestServer.APP, AppleTestServer.ADA).authorizationCode();
        server.apple.transfer(recipient.owning(AppleTestServer.APP));
        refused(
                recipient.post(
                        server.apple.tokenEndpoint(),
                        AppleTestServer.APP,
                        "grant_type",
                        "authorization_code",
                        "code",
                        code),
                "invalid_grant");
    }

    @Test
    void anUnknownUserIsRejected() {
        refused(send(server.team, "000000.0.0000"), "invalid_request");
        server.apple.transfer(recipient.owning(AppleTestServer.APP));
        refused(receive(recipient, "000000.0.0000"), "invalid_request");
    }

    @Test
    void theTokenOfAnotherTeamIsRejected() {
        server.apple.transfer(recipient.owning(AppleTestServer.APP));
        refused(
                server.team.postBearing(
                        migrationToken(recipient), move, AppleTestServer.APP, "sub", "s", "target", recipient.id()),
                "invalid_request");
        assertThat(server.broken()).containsExactly("http.bearer");
    }

    @Test
    void anAccessTokenOfAUserIsRejected() {
        String token = TestHttp.json(server.exchange(server.continued().get("code")))
                .get("access_token")
                .asText();
        refused(
                server.team.postBearing(token, move, AppleTestServer.WEB, "sub", "s", "target", recipient.id()),
                "invalid_request");
        assertThat(server.broken()).containsExactly("http.bearer");
    }

    @Test
    void withoutATokenOrAStepTheRequestIsMalformed() {
        refused(server.team.post(move, AppleTestServer.APP, "sub", "s", "target", recipient.id()), "invalid_request");
        assertThat(server.broken()).containsExactly("http.bearer");
        refused(
                server.team.postBearing(migrationToken(server.team), move, AppleTestServer.APP, "sub", "s"),
                "invalid_request");
        assertThat(server.broken()).containsExactly("parameters.one-step");
        refused(
                server.team.postBearing(
                        migrationToken(server.team), move, AppleTestServer.APP, "sub", "s", "target", "the other team"),
                "invalid_request");
        assertThat(server.broken()).containsExactly("target");
    }

    /** Apple accepts it, and the identifiers that it returns are useless. */
    @Test
    void theOwnTeamAsTheTargetIsRefused() {
        refused(
                server.team.postBearing(
                        migrationToken(server.team), move, AppleTestServer.APP, "sub", "s", "target", server.team.id()),
                "invalid_request");
        assertThat(server.broken()).containsExactly("target.other-team");
    }

    private HttpResponse<String> send(AppleTeam team, String subject) {
        return team.postBearing(
                migrationToken(team), move, AppleTestServer.APP, "sub", subject, "target", recipient.id());
    }

    private HttpResponse<String> receive(AppleTeam team, String transferSub) {
        return team.postBearing(migrationToken(team), move, AppleTestServer.APP, "transfer_sub", transferSub);
    }

    private String migrationToken(AppleTeam team) {
        HttpResponse<String> response = askForToken(team);
        return response.statusCode() == 200
                ? TestHttp.json(response).get("access_token").asText()
                : "none";
    }

    private HttpResponse<String> askForToken(AppleTeam team) {
        return team.post(
                server.apple.tokenEndpoint(),
                AppleTestServer.APP,
                "grant_type",
                "client_credentials",
                "scope",
                "user.migration");
    }

    private void refused(HttpResponse<String> response, String error) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(server.last().error()).contains(error);
    }
}
