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

    private final AppleTestServer desk = new AppleTestServer();
    private final AppleTeam recipient = AppleTeam.of("XYZ987WVUT", desk.clock);
    private final URI move = desk.at("/auth/usermigrationinfo");

    @AfterEach
    void stop() {
        desk.close();
    }

    @Test
    void aPersonMovesFromOneTeamToTheOther() {
        desk.apple.register(GRACE);
        desk.apple.signIn(AppleTestServer.APP, GRACE);
        String before = desk.apple.subject(GRACE, AppleTestServer.APP);
        desk.apple.transfer(recipient.owning(AppleTestServer.APP));

        JsonNode sent = TestHttp.json(send(desk.team, before));
        assertThat(sent.fieldNames()).toIterable().containsExactly("transfer_sub");
        String transferSub = sent.get("transfer_sub").asText();

        JsonNode received = TestHttp.json(receive(recipient, transferSub));
        assertThat(received.fieldNames()).toIterable().containsExactly("sub", "email", "is_private_email");
        assertThat(received.get("sub").asText())
                .isEqualTo(desk.apple.subject(GRACE, AppleTestServer.APP))
                .isNotEqualTo(before);
        assertThat(received.get("email").asText()).endsWith("@private.icloud.com");
        assertThat(received.get("is_private_email").asBoolean()).isTrue();
        assertThat(desk.last().diagnosis().broken()).isEmpty();
    }

    @Test
    void aRepeatedStepGetsTheSameResponse() {
        String subject = desk.apple.subject(AppleTestServer.ADA, AppleTestServer.APP);
        desk.apple.transfer(recipient.owning(AppleTestServer.APP));
        String first = send(desk.team, subject).body();
        assertThat(send(desk.team, subject).body()).isEqualTo(first);
    }

    @Test
    void theSenderMayBeginBeforeTheTransferButTheRecipientMayNot() {
        String transferSub = TestHttp.json(
                        send(desk.team, desk.apple.subject(AppleTestServer.ADA, AppleTestServer.APP)))
                .get("transfer_sub")
                .asText();
        refused(receive(desk.team, transferSub), "invalid_request");
        refused(askForToken(recipient), "invalid_client");
        desk.apple.transfer(recipient.owning(AppleTestServer.APP));
        assertThat(receive(recipient, transferSub).statusCode()).isEqualTo(200);
    }

    @Test
    void identityTokensCarryTheTransferSubjectForSixtyDays() {
        String before = desk.apple.subject(AppleTestServer.ADA, AppleTestServer.APP);
        desk.apple.transfer(recipient.owning(AppleTestServer.APP));
        String expected =
                TestHttp.json(send(desk.team, before)).get("transfer_sub").asText();
        assertThat(transferSubOfASignIn()).isEqualTo(expected);
        desk.clock.advance(Duration.ofDays(60).plusSeconds(1));
        assertThat(transferSubOfASignIn()).isNull();
    }

    private Object transferSubOfASignIn() {
        return TestHttp.claims(desk.apple
                        .signIn(AppleTestServer.APP, AppleTestServer.ADA)
                        .identityToken())
                .getClaim("transfer_sub");
    }

    /** Forum: the former team's request for user.migration is refused with invalid_client. */
    @Test
    void theFormerTeamIsRefusedAfterSixtyDays() {
        String subject = desk.apple.subject(AppleTestServer.ADA, AppleTestServer.APP);
        desk.apple.transfer(recipient.owning(AppleTestServer.APP));
        desk.clock.advance(Duration.ofDays(60));
        String token = migrationToken(desk.team);
        desk.clock.advance(Duration.ofSeconds(1));
        refused(
                desk.team.postBearing(token, move, AppleTestServer.APP, "sub", subject, "target", recipient.id()),
                "invalid_client");
        refused(askForToken(desk.team), "invalid_client");
    }

    @Test
    void theFormerTeamGetsNothingElse() {
        String code =
                desk.apple.signIn(AppleTestServer.APP, AppleTestServer.ADA).authorizationCode();
        desk.apple.transfer(recipient.owning(AppleTestServer.APP));
        refused(
                desk.team.post(
                        desk.apple.tokenEndpoint(),
                        AppleTestServer.APP,
                        "grant_type",
                        "authorization_code",
                        "code",
                        code),
                "invalid_client");
    }

    @Test
    void codesAndTokensAreRevokedByATransfer() {
        String code =
                desk.apple.signIn(AppleTestServer.APP, AppleTestServer.ADA).authorizationCode();
        desk.apple.transfer(recipient.owning(AppleTestServer.APP));
        refused(
                recipient.post(
                        desk.apple.tokenEndpoint(),
                        AppleTestServer.APP,
                        "grant_type",
                        "authorization_code",
                        "code",
                        code),
                "invalid_grant");
    }

    @Test
    void anUnknownPersonIsRefused() {
        refused(send(desk.team, "000000.0.0000"), "invalid_request");
        desk.apple.transfer(recipient.owning(AppleTestServer.APP));
        refused(receive(recipient, "000000.0.0000"), "invalid_request");
    }

    @Test
    void theTokenOfAnotherTeamIsAMismatchedCredential() {
        desk.apple.transfer(recipient.owning(AppleTestServer.APP));
        refused(
                desk.team.postBearing(
                        migrationToken(recipient), move, AppleTestServer.APP, "sub", "s", "target", recipient.id()),
                "invalid_request");
        assertThat(desk.broken()).containsExactly("http.bearer");
    }

    @Test
    void anAccessTokenAboutAPersonOpensNothing() {
        String token = TestHttp.json(desk.exchange(desk.continued().get("code")))
                .get("access_token")
                .asText();
        refused(
                desk.team.postBearing(token, move, AppleTestServer.WEB, "sub", "s", "target", recipient.id()),
                "invalid_request");
        assertThat(desk.broken()).containsExactly("http.bearer");
    }

    @Test
    void withoutATokenOrAStepTheRequestIsMalformed() {
        refused(desk.team.post(move, AppleTestServer.APP, "sub", "s", "target", recipient.id()), "invalid_request");
        assertThat(desk.broken()).containsExactly("http.bearer");
        refused(
                desk.team.postBearing(migrationToken(desk.team), move, AppleTestServer.APP, "sub", "s"),
                "invalid_request");
        assertThat(desk.broken()).containsExactly("parameters.one-step");
        refused(
                desk.team.postBearing(
                        migrationToken(desk.team), move, AppleTestServer.APP, "sub", "s", "target", "the other team"),
                "invalid_request");
        assertThat(desk.broken()).containsExactly("target");
    }

    /** Apple accepts it, and the identifiers that it returns are useless. */
    @Test
    void theOwnTeamAsTheTargetIsRefused() {
        refused(
                desk.team.postBearing(
                        migrationToken(desk.team), move, AppleTestServer.APP, "sub", "s", "target", desk.team.id()),
                "invalid_request");
        assertThat(desk.broken()).containsExactly("target.other-team");
    }

    private HttpResponse<String> send(AppleTeam team, String subject) {
        return team.postBearing(
                migrationToken(team), move, AppleTestServer.APP, "sub", subject, "target", recipient.id());
    }

    private HttpResponse<String> receive(AppleTeam team, String transferSub) {
        return team.postBearing(migrationToken(team), move, AppleTestServer.APP, "transfer_sub", transferSub);
    }

    private String migrationToken(AppleTeam team) {
        HttpResponse<String> answer = askForToken(team);
        return answer.statusCode() == 200
                ? TestHttp.json(answer).get("access_token").asText()
                : "none";
    }

    private HttpResponse<String> askForToken(AppleTeam team) {
        return team.post(
                desk.apple.tokenEndpoint(),
                AppleTestServer.APP,
                "grant_type",
                "client_credentials",
                "scope",
                "user.migration");
    }

    private void refused(HttpResponse<String> answer, String error) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(desk.last().error()).contains(error);
    }
}
