// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.nimbusds.jose.JWSAlgorithm;

import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/** One thing that is unusual or wrong with a request, besides those of {@link AssertionFault}. */
enum RequestFault {
    ASSERTION_TYPE_ABSENT("`client_assertion_type` is absent", r -> r.remove("client_assertion_type")),
    ASSERTION_TYPE_ENCODED("`client_assertion_type` is encoded twice", r ->
            r.replace("client_assertion_type", "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer")),
    CLIENT_ID_ABSENT("`client_id` is absent", r -> r.remove("client_id")),
    CLIENT_ID_OTHER("`client_id` is another client", r -> r.replace("client_id", "another")),
    CLIENT_ID_QUOTED("`client_id` is in quotes", r -> r.replace("client_id", "\"client-es256\"")),
    CLIENT_ID_TWICE("`client_id` is repeated", r -> r.add("client_id", "client-es256")),
    SCOPE_COMMAS("`scope` with commas", r -> r.add("scope", "profile,email")),
    SCOPE_SPACES("`scope` with spaces", r -> r.add("scope", "profile email")),
    CONTENT_TYPE_CHARSET("`Content-Type` with a charset", r ->
            r.headers.put("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")),
    CONTENT_TYPE_JSON("`Content-Type` is application/json", r -> r.headers.put("Content-Type", "application/json")),
    AUTHORIZATION("`Authorization` with a client secret besides", r -> r.headers.put(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString("client-es256:secret".getBytes(UTF_8)))),
    QUERY_EMPTY("a question mark after the URL", r -> r.query = "?"),
    QUERY("a query in the URL", r -> r.query = "?client=1"),
    QUERY_PARAMETER("`grant_type` in the URL", r -> {
        r.remove("grant_type");
        r.query = "?grant_type=client_credentials";
    }),
    KID_ABSENT("`kid` is absent", r -> r.assertion.header.remove("kid")),
    TYP_ABSENT("`typ` is absent", r -> r.assertion.header.remove("typ")),
    TYP_NEW("`typ` is client-authentication+jwt", r -> r.assertion.header.put("typ", "client-authentication+jwt")),
    TYP_UNKNOWN("`typ` is JOSE", r -> r.assertion.header.put("typ", "JOSE")),
    THUMBPRINT_HEX("`x5t` is hexadecimal text", r -> r.assertion.header.put(
            "x5t", Base64.getUrlEncoder().withoutPadding().encodeToString("00112233445566778899".repeat(2).getBytes(US_ASCII)))),
    AUD_TOKEN("`aud` is the token endpoint", r -> path(r, aud -> aud + "/protocol/openid-connect/token")),
    AUD_INTROSPECTION("`aud` is the introspection endpoint", r ->
            path(r, aud -> aud + "/protocol/openid-connect/token/introspect")),
    AUD_PAR("`aud` is the pushed authorization endpoint", r ->
            path(r, aud -> aud + "/protocol/openid-connect/ext/par/request")),
    AUD_CIBA("`aud` is the backchannel authentication endpoint", r ->
            path(r, aud -> aud + "/protocol/openid-connect/ext/ciba/auth")),
    AUD_REVOCATION("`aud` is the revocation endpoint", r -> path(r, aud -> aud + "/protocol/openid-connect/revoke")),
    AUD_UPPER_CASE("`aud` with an upper-case scheme", r -> path(r, aud -> aud.replace("http://", "HTTP://"))),
    AUD_ARRAY_OF_ONE("`aud` is an array of one", r ->
            r.assertion.claims.compute("aud", (name, aud) -> List.of(aud))),
    AUD_BOTH("`aud` is an array of the issuer and the token endpoint", r -> r.assertion.claims.compute(
            "aud", (name, aud) -> List.of(aud, aud + "/protocol/openid-connect/token"))),
    IAT_AHEAD_10("`iat` is in 10 seconds", r -> r.assertion.claimAt("iat", 10)),
    IAT_AHEAD_30("`iat` is in 30 seconds", r -> r.assertion.claimAt("iat", 30)),
    IAT_OLD_50("`iat` was 50 seconds ago", r -> r.assertion.claimAt("iat", -50)),
    IAT_OLD("`iat` was two minutes ago", r -> r.assertion.claimAt("iat", -120)),
    IAT_TEXT("`iat` is a string", r -> r.assertion.claims.compute("iat", (name, iat) -> iat.toString())),
    IAT_NULL("`iat` is null", r -> r.assertion.claims.put("iat", null)),
    IAT_FRACTION("`iat` has a fraction", r -> r.assertion.claims.compute(
            "iat", (name, iat) -> ((Long) iat) - 0.5)),
    IAT_MILLISECONDS("`iat` is in milliseconds", r -> r.assertion.claims.compute(
            "iat", (name, iat) -> ((Long) iat) * 1000)),
    IAT_ABSENT_EXP_FAR("`iat` is absent, `exp` is in five minutes", r -> {
        r.assertion.claims.remove("iat");
        r.assertion.claimAt("exp", 300);
    }),
    EXP_5("`exp` is 5 seconds ago", r -> r.assertion.claimAt("exp", -5)),
    EXP_FRACTION("`exp` has a fraction", r -> r.assertion.claims.compute(
            "exp", (name, exp) -> ((Long) exp) + 0.5)),
    EXP_MILLISECONDS("`exp` is in milliseconds", r -> r.assertion.claims.compute(
            "exp", (name, exp) -> ((Long) exp) * 1000)),
    EXP_WORD("`exp` is a word", r -> r.assertion.claims.put("exp", "soon")),
    EXP_ZERO("`exp` is 0", r -> r.assertion.claims.put("exp", 0)),
    EXP_ZERO_IAT_ABSENT("`exp` is 0, `iat` is absent", r -> {
        r.assertion.claims.put("exp", 0);
        r.assertion.claims.remove("iat");
    }),
    NBF_AHEAD_10("`nbf` is in 10 seconds", r -> r.assertion.claimAt("nbf", 10)),
    NBF_TEXT("`nbf` is a string", r -> r.assertion.claims.put("nbf", "0")),
    NBF_AFTER_EXP("`nbf` is after `exp`, both within 10 seconds", r -> {
        r.assertion.claimAt("exp", 5);
        r.assertion.claimAt("nbf", 10);
    }),
    JTI_NUMBER("`jti` is a number", r -> r.assertion.claims.put("jti", System.nanoTime())),
    JTI_EMPTY("`jti` is empty", r -> r.assertion.claims.put("jti", "")),
    JTI_NULL("`jti` is null", r -> r.assertion.claims.put("jti", null)),
    JTI_ARRAY("`jti` is an array", r -> r.assertion.claims.put("jti", List.of("a"))),
    ISS_AND_SUB_OTHER("`iss` and `sub` are another client", r -> {
        r.assertion.claims.put("iss", "client-es384");
        r.assertion.claims.put("sub", "client-es384");
    }),
    PADDED("parts in base64url with padding", r -> r.with(padded(r.assertion.signed()))),
    MEMBER_TWICE("`exp` is repeated in the claims", r -> r.with(repeated(r.assertion)));

    private final String description;
    private final Consumer<HandmadeRequest> change;

    RequestFault(String description, Consumer<HandmadeRequest> change) {
        this.description = description;
        this.change = change;
    }

    String description() {
        return description;
    }

    /** Returns the request with this fault. */
    HandmadeRequest in(HandmadeRequest request) {
        change.accept(request);
        return request.isSigned() ? request : request.signed();
    }

    private static void path(HandmadeRequest request, UnaryOperator<String> change) {
        request.assertion.claims.compute("aud", (name, aud) -> change.apply(aud.toString()));
    }

    private static String padded(String compact) {
        StringBuilder padded = new StringBuilder();
        for (String part : compact.split("\\.")) {
            padded.append(padded.isEmpty() ? "" : ".")
                    .append(part)
                    .append("=".repeat((4 - part.length() % 4) % 4));
        }
        return padded.toString();
    }

    private static String repeated(HandmadeAssertion assertion) {
        String signed = assertion.signed();
        String[] parts = signed.split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8)
                .replaceFirst("\\{", "{\"exp\":" + assertion.claims.get("exp") + ",");
        String input = parts[0] + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));
        return input + "." + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(assertion.key.sign(JWSAlgorithm.ES256, input.getBytes(US_ASCII)));
    }
}
