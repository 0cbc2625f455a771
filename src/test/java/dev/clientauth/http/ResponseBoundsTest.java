// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("The exact bounds of a response: statuses, lengths, lifetimes and retry times")
class ResponseBoundsTest {
    private static final Instant SENT = Instant.parse("2026-11-27T10:00:00.250Z");
    private static final Instant RECEIVED = SENT.plusSeconds(2);
    private static final TokenRequest REQUEST = TokenRequest.builder()
            .endpoint(URI.create("https://as.example/token"))
            .parameter("grant_type", "authorization_code")
            .parameter("code", "c0de-of-one-use")
            .build();

    private static HttpResponse response(int status, String body, String... headers) {
        Map<String, List<String>> all = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return new HttpResponse(new HttpTransport.Response(status, all, body.getBytes(UTF_8)), SENT, RECEIVED);
    }

    private static TokenResponseReader read(int status, String body, String... headers) {
        return new TokenResponseReader(REQUEST, response(status, body, headers));
    }

    private static TokenResponse tokens(String members) {
        return read(200, "{\"access_token\":\"t\"" + members + "}").tokens(Duration.ofMillis(1));
    }

    private static String unusable(int status, String body, String... headers) {
        TokenTransportException e =
                catchThrowableOfType(TokenTransportException.class, () -> read(status, body, headers));
        assertThat(e).isNotNull();
        assertThat(e.status()).isEqualTo(status);
        return e.getMessage();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 299})
    void aTokenWithAnySuccessStatusIsRead(int status) {
        assertThat(read(status, "{\"access_token\":\"t\"}").error()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"199, neither", "300, a redirect", "399, a redirect", "400, neither"})
    void aTokenWithAnotherStatusIsNotRead(int status, String what) {
        assertThat(unusable(status, "{\"access_token\":\"t\"}")).contains(what);
    }

    @Test
    void aRedirectNamesOnlyTheHostOfItsTarget() {
        assertThat(unusable(302, "", "Location", "https://other.example/callback?code=c0de-of-one-use"))
                .contains("a redirect to other.example, which is not followed")
                .doesNotContain("c0de");
        assertThat(unusable(302, "", "Location", "http://[")).contains("a redirect to an invalid address,");
        assertThat(unusable(302, "")).contains("a redirect, which");
    }

    @Test
    void anUnusableResponseHasTheRetryTimeOfItsHeader() {
        TokenTransportException e =
                catchThrowableOfType(TokenTransportException.class, () -> read(503, "", "Retry-After", "7"));
        assertThat(e.retryAt()).contains(RECEIVED.plusSeconds(7));
    }

    @Test
    void aResponseMayHaveTwoHundredMembersButNotMore() {
        assertThat(tokens(members(199)).members()).hasSize(200);
        assertThat(unusable(200, "{\"access_token\":\"t\"" + members(200) + "}"))
                .contains("JSON with more than 200 members");
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> ",\"m" + i + "\":1").collect(Collectors.joining());
    }

    @Test
    void aDescriptionIsCutAfterFiveHundredCharacters() {
        String longest = "\uD83D\uDE00" + "x".repeat(499);
        assertThat(description(longest)).isEqualTo(longest);
        assertThat(description(longest + "y")).isEqualTo(longest + "…");
    }

    private static String description(String text) {
        return read(400, "{\"error\":\"e\",\"error_description\":\"" + text + "\"}")
                .error()
                .description()
                .orElseThrow();
    }

    @Test
    void aCredentialInAnErrorIsNotShown() {
        assertThat(description("code c0de-of-one-use is unknown")).doesNotContain("c0de");
        assertThat(read(400, "{\"error\":\"c0de-of-one-use\"}").error().code()).doesNotContain("c0de");
    }

    @Test
    void aBlankErrorIsNoError() {
        assertThat(read(200, "{\"access_token\":\"t\",\"error\":\" \"}").error())
                .isNull();
    }

    @Test
    void aTokenMustBeValidForLongerThanTheRequestTook() {
        TokenResponseReader reader = read(200, "{\"access_token\":\"t\",\"expires_in\":2}");
        assertThat(reader.tokens(Duration.ofMillis(1999)).accessToken().expiresAt())
                .isEqualTo(SENT.plusSeconds(2));
        assertThatThrownBy(() -> reader.tokens(Duration.ofSeconds(2)))
                .hasMessageContaining("it is valid for 2 s, and the request took 2000 ms");
    }

    @Test
    void theLifetimeIsReadUpToOneHundredCharacters() {
        String zeros = "0".repeat(98);
        assertThat(lifetime("\"" + zeros + "60\"")).isEqualTo(Duration.ofSeconds(60));
        assertThat(lifetime("\"" + zeros + "060\"")).isEqualTo(TokenResponseReader.DEFAULT_LIFETIME);
    }

    private static Duration lifetime(String expiresIn) {
        return Duration.between(
                SENT, tokens(",\"expires_in\":" + expiresIn).accessToken().expiresAt());
    }

    @Test
    void typeAndScopeAreThoseOfTheResponse() {
        TokenResponse response = tokens(",\"token_type\":\"bearer\",\"scope\":\"a b\"");
        assertThat(response.accessToken().type()).isEqualTo("bearer");
        assertThat(response.accessToken().scope()).contains("a b");
        assertThat(tokens("").accessToken().type()).isEqualTo("Bearer");
        assertThat(tokens("").accessToken().scope()).isEmpty();
    }

    @Test
    void aScopeThatEchoesACredentialIsRedacted() {
        assertThat(tokens(",\"scope\":\"c0de-of-one-use\"")
                        .accessToken()
                        .scope()
                        .orElseThrow())
                .doesNotContain("c0de");
    }

    @Test
    void anAccessTokenThatIsTheCodeOfTheRequestIsRejected() {
        assertThat(unusable(200, "{\"access_token\":\"c0de-of-one-use\"}")).contains("a credential from the request");
    }

    @ParameterizedTest
    @CsvSource({"99, an HTML or XML page", "100, not a JSON object"})
    void aPageIsRecognizedWithinOneHundredBytes(int blanks, String what) {
        assertThat(unusable(502, " ".repeat(blanks) + "<html>")).contains(what);
    }

    @Test
    void anUnsupportedTypeIsCutAfterFortyCharacters() {
        String longest = "x".repeat(40);
        assertThat(unusable(200, "{\"access_token\":\"t\",\"token_type\":\"" + longest + "\"}"))
                .contains("token_type \"" + longest + "\";");
        assertThat(unusable(200, "{\"access_token\":\"t\",\"token_type\":\"" + longest + "y\"}"))
                .contains("token_type \"" + longest + "…\";");
    }

    @Test
    void aMemberNameMayHaveOneThousandCharacters() throws Exception {
        String name = "n".repeat(1000);
        assertThat(JsonResponse.read(("{\"" + name + "\":1}").getBytes(UTF_8))).containsKey(name);
        assertThatThrownBy(() -> JsonResponse.read(("{\"" + name + "n\":1}").getBytes(UTF_8)))
                .hasMessageContaining("a member name of more than 1000 characters");
    }

    @Test
    void thirtyTwoLevelsAreReadButNotMore() throws Exception {
        assertThat(JsonResponse.read(nested(31))).containsKey("a");
        assertThatThrownBy(() -> JsonResponse.read(nested(32))).isInstanceOf(java.io.IOException.class);
    }

    private static byte[] nested(int arrays) {
        return ("{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}").getBytes(UTF_8);
    }

    /** RFC 9110 section 10.2.3: seconds, or a date by the clock of the server. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0                             | 0
            ' 7 '                         | 7
            3600                          | 3600
            3601                          | 3600
            999999999                     | 3600
            Fri, 27 Nov 2026 10:00:32 GMT | 30
            Fri, 27 Nov 2026 09:59:00 GMT | 0
            Fri, 27 Nov 2026 12:00:00 GMT | 3600
            """)
    void theRetryTimeCountsFromTheResponseAndIsAtMostOneHour(String retryAfter, long seconds) {
        HttpResponse http = response(503, "", "Retry-After", retryAfter, "Date", "Fri, 27 Nov 2026 10:00:02 GMT");
        assertThat(HttpTimes.retryAt(http)).contains(RECEIVED.plusSeconds(seconds));
    }

    @Test
    void aRetryDateWithoutTheServersDateIsReadByThisMachinesClock() {
        HttpResponse http = response(503, "", "Retry-After", "Fri, 27 Nov 2026 10:00:12 GMT");
        assertThat(HttpTimes.retryAt(http)).contains(Instant.parse("2026-11-27T10:00:12Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890", "-1", "soon", "1.5"})
    void anInvalidRetryTimeIsIgnored(String retryAfter) {
        assertThat(HttpTimes.retryAt(response(503, "", "Retry-After", retryAfter)))
                .isEmpty();
        assertThat(HttpTimes.retryAt(response(503, ""))).isEmpty();
    }

    /** The response was sent in the middle of the round trip, and its Date lacks half a second on average. */
    @Test
    void theOffsetOfTheServersClockIsMeasuredInTheMiddleOfTheRoundTrip() {
        assertThat(HttpTimes.offset(response(200, "", "Date", "Fri, 27 Nov 2026 10:01:01 GMT")))
                .contains(Duration.ofSeconds(60).plusMillis(250));
        assertThat(HttpTimes.offset(response(200, ""))).isEmpty();
    }

    @Test
    void aCallResponseShowsItsStatusAndErrorButNotItsBody() {
        HttpResponse http = response(400, "a-s3cret", "Retry-After", "7");
        CallResponse refused = new CallResponse(
                http, read(400, "{\"error\":\"invalid_grant\"}").error());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).asString().isEqualTo("a-s3cret");
        assertThat(refused.error().orElseThrow().code()).isEqualTo("invalid_grant");
        assertThat(refused.retryAt()).contains(RECEIVED.plusSeconds(7));
        assertThat(refused).hasToString("CallResponse[HTTP 400, invalid_grant]");
        assertThat(new CallResponse(http, null)).hasToString("CallResponse[HTTP 400]");
        assertThat(new CallResponse(http, null).error()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope", "refresh_token", "id_token"})
    void aMemberWithALineBreakIsRejectedByName(String member) {
        assertThat(unusable(200, "{\"access_token\":\"t\",\"" + member + "\":\"a\\nb\"}"))
                .contains("JSON with invalid characters in " + member);
    }

    @Test
    void anAccessTokenWithABlankAndATypeThatIsNotAStringAreRejected() {
        assertThat(unusable(200, "{\"access_token\":\"a b\"}")).contains("invalid characters in access_token");
        assertThat(unusable(200, "{\"access_token\":\"t\",\"token_type\":1}"))
                .contains("the unsupported token_type that is not a string");
    }
}
