package dev.clientauth.reading;

import dev.clientauth.profile.Answer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Instant;

import static dev.clientauth.reading.Texts.ENDPOINT;
import static dev.clientauth.reading.Texts.FORM;
import static dev.clientauth.reading.Texts.JWT;
import static dev.clientauth.reading.Texts.broken;
import static dev.clientauth.reading.Texts.encoded;
import static dev.clientauth.reading.Texts.parameters;
import static dev.clientauth.reading.Texts.school;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A HAR file is read for its token request")
class HarReadingTest {
    private static final String MIME = "\"mimeType\":\"application/x-www-form-urlencoded\"";

    @Test
    void anEntryTellsRequestAnswerAndTime() {
        Reading reading = AttemptReader.read(entry(ENDPOINT, FORM, 400));

        assertThat(reading.form()).isEqualTo(Form.HAR);
        assertThat(reading.attempt().endpoint()).contains(URI.create(ENDPOINT));
        assertThat(reading.attempt().headers().orElseThrow())
                .containsEntry("accept", "application/json")
                .doesNotContainKey(":authority");
        assertThat(parameters(reading.attempt())).hasSize(5).containsEntry("client_assertion", JWT);
        assertThat(reading.situation().answer()).contains(new Answer(400, "invalid_client", null));
        assertThat(reading.situation().presentedAt()).contains(Instant.parse("2026-11-20T11:59:58.5Z"));
        assertThat(reading.situation().providerClock()).contains(Instant.parse("2026-11-20T12:00:00Z"));
        assertThat(broken(school(reading))).isEmpty();
    }

    @Test
    void ofAWholeSessionTheLastTokenRequestThatWasRefusedIsRead() {
        Reading reading = AttemptReader.read(log(
                entry("https://www.example.com/", "", 404),
                entry(ENDPOINT, FORM.replace("school.api", "first"), 400),
                entry(ENDPOINT, FORM.replace("school.api", "second"), 400),
                entry(ENDPOINT, FORM, 200),
                entry("https://www.example.com/", "", 500)));

        assertThat(parameters(reading.attempt())).containsEntry("scope", "second");
        assertThat(reading.notes())
                .containsExactly("Of 5 entries, number 3 was read: the last token request that was refused.");
    }

    @Test
    void whereNoneWasRefusedTheLastIsRead() {
        Reading reading = AttemptReader.read(
                log(entry(ENDPOINT, FORM.replace("school.api", "first"), 200), entry(ENDPOINT, FORM, 200)));

        assertThat(parameters(reading.attempt())).containsEntry("scope", "school.api");
        assertThat(reading.notes()).containsExactly("Of 2 entries, number 2 was read: the last token request.");
    }

    @Test
    void whereThereIsNoTokenRequestTheLastRequestIsRead() {
        assertThat(AttemptReader.read(log(entry("https://a.example/x", "", 200)))
                        .notes())
                .contains("Of 1 entries, number 1 was read: the last request.");
        assertThat(AttemptReader.read("{\"log\":{\"entries\":[]}}").attempt().faults())
                .containsExactly("the archive holds no request");
        assertThat(AttemptReader.read("{\"log\":{\"entries\":[1,{},[]]}}")
                        .attempt()
                        .faults())
                .containsExactly("the archive holds no request");
    }

    @Test
    void aRevocationIsATokenRequestToo() {
        String revoke = "https://appleid.apple.com/auth/revoke";
        Reading reading = AttemptReader.read(log(
                entry(revoke, "client_id=a&client_secret=b&token=c", 400), entry("https://a.example/", "x=y", 400)));

        assertThat(reading.attempt().endpoint()).contains(URI.create(revoke));
    }

    @Test
    void parametersInsteadOfATextAreDecoded() {
        Reading reading = AttemptReader.read(
                "{\"request\":{\"method\":\"POST\",\"url\":\"" + ENDPOINT + "\",\"postData\":{" + MIME
                        + ",\"params\":[{\"name\":\"scope\",\"value\":\"a%20b&c\"}]}},\"response\":{\"status\":0}}");

        assertThat(parameters(reading.attempt())).containsEntry("scope", "a b&c");
        assertThat(reading.attempt().headers().orElseThrow())
                .containsEntry("content-type", "application/x-www-form-urlencoded");
        assertThat(reading.notes()).containsExactly("The archive holds no answer.");
    }

    @Test
    void anArchiveWithoutBodiesAsksForThem() {
        Reading reading = AttemptReader.read(entry(ENDPOINT, FORM, 400).replace(FORM, ""));

        assertThat(reading.attempt().parameters()).isEmpty();
        assertThat(reading.notes()).containsExactly("The archive was saved without the body: paste that too.");
    }

    @Test
    void oddMembersAreNoExceptions() {
        Reading reading =
                AttemptReader.read("{\"request\":{\"method\":1,\"url\":[],\"headers\":{\"a\":1},\"postData\":3},"
                        + "\"startedDateTime\":\"x\",\"response\":{\"status\":\"400\",\"headers\":[1],"
                        + "\"content\":{\"encoding\":\"base64\",\"text\":\"!\"}}}");

        assertThat(reading.form()).isEqualTo(Form.HAR);
        assertThat(reading.notes()).contains("startedDateTime of the archive is no date, and was skipped.");
    }

    private static String log(String... entries) {
        return "{\"log\":{\"version\":\"1.2\",\"entries\":[" + String.join(",", entries) + "]}}";
    }

    private static String entry(String url, String body, int status) {
        return "{\"startedDateTime\":\"2026-11-20T12:59:58.500+01:00\",\"request\":{\"method\":\"POST\",\"url\":\""
                + url
                + "\",\"headers\":[{\"name\":\":authority\",\"value\":\"x\"},{\"name\":\"Accept\",\"value\":\"application/json\"}],"
                + "\"postData\":{" + MIME + ",\"text\":\"" + body + "\"}},\"response\":{\"status\":" + status
                + ",\"headers\":[{\"name\":\"date\",\"value\":\"Fri, 20 Nov 2026 12:00:00 GMT\"}],"
                + "\"content\":{\"encoding\":\"base64\",\"text\":\"" + encoded("{\"error\":\"invalid_client\"} ")
                + "\"}}}";
    }
}
