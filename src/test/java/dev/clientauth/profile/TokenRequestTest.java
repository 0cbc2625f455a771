// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.profile.TokenRequest.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** How a token request is read, and what it shows of itself. */
class TokenRequestTest {
    private static final URI ENDPOINT = URI.create("https://as.example.com/token");
    /** Header {@code {"alg":"ES256"}}, claims {@code {"iss":"a"}}. */
    private static final String JWT = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.AAAA";

    @Test
    void theBodyIsDecodedOnceAndInOrder() {
        assertThat(body("a=1&b=x%20y+z&c=1%252B1&a=2"))
                .contains(List.of(sent("a", "1"), sent("b", "x y z"), sent("c", "1%2B1"), sent("a", "2")));
    }

    @Test
    void aPairWithoutAnEqualsSignIsANameAndFurtherOnesBelongToTheValue() {
        assertThat(body("a&b==&=c")).contains(List.of(sent("a", ""), sent("b", "="), sent("", "c")));
    }

    @Test
    void emptyPairsAreIgnored() {
        assertThat(body("&a=1&&b=2&")).contains(List.of(sent("a", "1"), sent("b", "2")));
        assertThat(body("")).contains(List.of());
    }

    @Test
    void aStrayPercentSignIsKept() {
        assertThat(body("a=100%&b=%zz")).contains(List.of(sent("a", "100%"), sent("b", "%zz")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/XML; charset=utf-8", "multipart/form-data; boundary=b"})
    void aBodyThatIsDeclaredAsAnotherFormatHasNoParameters(String contentType) {
        TokenRequest request = TokenRequest.builder()
                .header("Content-Type", contentType)
                .body("client_assertion=" + JWT)
                .build();

        assertThat(request.parameters()).isEmpty();
        assertThat(request.assertion()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", ""})
    void anyOtherBodyIsReadAsAForm(String contentType) {
        TokenRequest request = TokenRequest.builder()
                .header("CONTENT-TYPE", contentType)
                .body("a=1")
                .build();

        assertThat(request.parameters()).contains(List.of(sent("a", "1")));
        assertThat(request.headers()).contains(Map.of("content-type", contentType));
    }

    @Test
    void theQueryIsPartOfTheRequestUnlessTheAssertionIsProvidedSeparately() {
        URI withQuery = URI.create(ENDPOINT + "?tenant=one%26two");
        Parameter tenant = new Parameter("tenant", "one&two", true);

        assertThat(TokenRequest.builder().endpoint(withQuery).build().parameters())
                .contains(List.of(tenant));
        assertThat(TokenRequest.builder().endpoint(ENDPOINT).build().parameters())
                .isEmpty();
        assertThat(TokenRequest.builder()
                        .endpoint(withQuery)
                        .assertion(JWT)
                        .build()
                        .parameters())
                .isEmpty();
        assertThat(TokenRequest.builder()
                        .endpoint(withQuery)
                        .assertion(JWT)
                        .parameter("a", "1")
                        .build()
                        .parameters())
                .contains(List.of(tenant, sent("a", "1")));
    }

    @Test
    void theAssertionIsTheFirstJwtInAParameterForOne() {
        assertThat(issuer(TokenRequest.builder().parameter("client_assertion", JWT)))
                .isEqualTo("a");
        assertThat(issuer(TokenRequest.builder()
                        .parameter("client_secret", "not a JWT")
                        .parameter("assertion", JWT)))
                .isEqualTo("a");
        assertThat(issuer(TokenRequest.builder()
                        .parameter("clientAssertion", "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJiIn0.AAAA")
                        .parameter("client_assertion", JWT)))
                .isEqualTo("a");
    }

    @Test
    void withoutAJwtTheFirstSuchParameterIsTheAssertion() {
        assertThat(TokenRequest.builder()
                        .parameter("client_secret", "one")
                        .parameter("client_assertion", "")
                        .build()
                        .assertion()
                        .orElseThrow()
                        .faults())
                .containsExactly("it is empty");
        assertThat(TokenRequest.builder().parameter("code", JWT).build().assertion())
                .isEmpty();
    }

    @Test
    void aParameterWhoseValueWasLeftOutIsNotTheAssertion() {
        Field field = Field.parameter("client_assertion");
        TokenRequest request = TokenRequest.builder()
                .parameter("client_assertion", "$ASSERTION")
                .leftOut(field)
                .build();

        assertThat(request.assertion()).isEmpty();
        assertThat(request.isLeftOut(field)).isTrue();
        assertThat(request.isLeftOut(Field.parameter("code"))).isFalse();
    }

    @Test
    void aMethodIsInUpperCaseUnlessItIsTooLongForOne() {
        assertThat(TokenRequest.builder().method("post").build().method()).contains("POST");
        assertThat(TokenRequest.builder().method("a".repeat(20)).build().method())
                .contains("A".repeat(20));
        assertThat(TokenRequest.builder().method("a".repeat(21)).build().method())
                .contains("a".repeat(21));
        assertThat(TokenRequest.builder().build().method()).isEmpty();
    }

    @Test
    void faultsAreKeptInOrder() {
        assertThat(TokenRequest.builder()
                        .fault("the first line is not a request line")
                        .fault("a header has no colon")
                        .build()
                        .faults())
                .containsExactly("the first line is not a request line", "a header has no colon");
    }

    @Test
    void aCopyDiffersOnlyInTheUrlOrTheAssertion() {
        TokenRequest request = TokenRequest.builder()
                .method("POST")
                .endpoint(ENDPOINT)
                .header("Accept", "*/*")
                .parameter("code", "c")
                .fault("a fault")
                .leftOut(Field.METHOD)
                .build();
        URI other = URI.create("https://other.example.com/");

        for (TokenRequest copy : List.of(request.sentTo(other), request.withAssertion(JWT))) {
            assertThat(copy.method()).contains("POST");
            assertThat(copy.headers()).isEqualTo(request.headers());
            assertThat(copy.parameters()).isEqualTo(request.parameters());
            assertThat(copy.faults()).containsExactly("a fault");
            assertThat(copy.isLeftOut(Field.METHOD)).isTrue();
        }
        assertThat(request.sentTo(other).endpoint()).contains(other);
        assertThat(request.withAssertion(JWT).endpoint()).contains(ENDPOINT);
        assertThat(request.withAssertion(JWT).assertion()).isPresent();
        assertThat(request.assertion()).isEmpty();
    }

    @Test
    void aRequestShowsOnlyNames() {
        assertThat(TokenRequest.builder()
                        .method("post")
                        .endpoint(URI.create("https://user:secret@as.example.com/token?code=secret"))
                        .parameter("code", "secret")
                        .parameter("grant_type", "authorization_code")
                        .build())
                .hasToString("POST to https://as.example.com/token?… with [code, grant_type]");
        assertThat(TokenRequest.builder().build()).hasToString("request");
        assertThat(TokenRequest.builder().method("x".repeat(30) + "1").build())
                .hasToString("(31 characters, not shown)");
        assertThat(TokenRequest.builder().body("").build()).hasToString("request with []");
    }

    @Test
    void aParameterShowsItsValueOnlyIfItIsPublic() {
        assertThat(sent("scope", "read")).hasToString("scope=\"read\"");
        assertThat(sent("code", "secret")).hasToString("code=(6 characters, not shown)");
        assertThat(sent("x".repeat(40) + "1", "secret"))
                .hasToString("(41 characters, not shown)=(6 characters, not shown)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the code c/0de was used    | the code (not shown) was used",
                "the code c%2F0de was used  | the code (not shown) was used",
                "c/0de and c/0de            | (not shown) and (not shown)",
                "c/0de-longer               | (not shown)",
                "Basic dTpw                 | (not shown)",
                "the credentials dTpw       | the credentials (not shown)",
                "the client app             | the client app",
                "the value of $TOKEN        | the value of $TOKEN",
                "100 % of c                 | 100 % of c",
                "%63%2f%30de                | (not shown)",
                "see %63%2f%30de            | (not shown)",
                "invalid_grant              | invalid_grant",
                "''                         | ''",
            })
    void theSecretsOfTheRequestAreRemovedFromATextThatRepeatsThem(String text, String shown) {
        TokenRequest request = TokenRequest.builder()
                .header("Authorization", "Basic dTpw")
                .parameter("code", "c/0de")
                .parameter("refresh_token", "c/0de-longer")
                .parameter("client_id", "app")
                .parameter("subject_token", "$TOKEN")
                .leftOut(Field.parameter("subject_token"))
                .parameter("device_code", "")
                .parameter("actor_token", "grant")
                .build();

        assertThat(request.redact(text)).isEqualTo(shown);
    }

    @Test
    void aTextIsFreeOfJwtsEvenIfTheRequestIsNotKnown() {
        assertThat(TokenRequest.builder().build().redact("sent " + JWT)).isEqualTo("sent (not shown)");
        assertThat(TokenRequest.builder().build().redact("100%25 sure")).isEqualTo("100%25 sure");
    }

    private static Optional<List<Parameter>> body(String body) {
        return TokenRequest.builder().body(body).build().parameters();
    }

    private static Object issuer(TokenRequest.Builder request) {
        return request.build()
                .assertion()
                .flatMap(DecodedAssertion::claims)
                .orElseThrow()
                .get("iss");
    }

    private static Parameter sent(String name, String value) {
        return new Parameter(name, value, false);
    }
}
