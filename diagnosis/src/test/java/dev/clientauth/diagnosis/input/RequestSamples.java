// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.SignInWithApple;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The texts of the tests, and their diagnosis. */
final class RequestSamples {
    static final String ENDPOINT = "https://account.apple.com/auth/oauth2/token";
    static final String APPLE = "https://appleid.apple.com/auth/token";
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    static final String SIGNATURE =
            "c2lnbmF0dXJlLXRoYXQtbXVzdC1ub3QtYmUtc2VlbiEhc2lnbmF0dXJlLXRoYXQtbXVzdC1ub3QtYmUtc2Vlbg";
    static final String CLIENT = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";
    static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"d136aa66-0c3b-4bd4-9892-c20e8db024ab\"}";
    static final String PAYLOAD = "{\"iss\":\"" + CLIENT + "\",\"sub\":\"" + CLIENT
            + "\",\"aud\":\"https://account.apple.com/auth/oauth2/v2/token\",\"iat\":1795176000,\"exp\":1797768000,"
            + "\"jti\":\"0f1c6d3e-9f0e-4d6c-8f0d-0e0b7a9f8f11\"}";
    static final String JWT = encoded(HEADER) + "." + encoded(PAYLOAD) + "." + SIGNATURE;
    /** All parameters that School Manager requires, on one line. */
    static final String FORM = "grant_type=client_credentials&client_id=" + CLIENT + "&client_assertion_type="
            + TYPE.replace(":", "%3A") + "&client_assertion=" + JWT + "&scope=school.api";

    static final String HTTP = "POST /auth/oauth2/token HTTP/1.1\r\nHost: account.apple.com\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n\r\n" + FORM;

    private RequestSamples() {}

    static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /** A curl command to Apple's identity provider with this content. */
    static String curl(String rest) {
        return "curl " + APPLE + " " + rest;
    }

    static Map<String, String> parameters(TokenRequest request) {
        Map<String, String> parameters = new TreeMap<>();
        request.parameters().orElse(List.of()).forEach(p -> parameters.put(p.name(), p.value()));
        return parameters;
    }

    static Diagnosis school(ParsedInput reading) {
        return AppleSchoolManager.profile().diagnose(reading.request(), reading.context());
    }

    static Diagnosis signInWithApple(ParsedInput reading) {
        return SignInWithApple.profile().diagnose(reading.request(), reading.context());
    }

    static List<String> broken(Diagnosis diagnosis) {
        return diagnosis.broken().stream().map(f -> f.rule().name()).toList();
    }

    static List<String> disputed(Diagnosis diagnosis) {
        return diagnosis.disputed().stream().map(f -> f.rule().name()).toList();
    }

    static Map<String, String> unknown(Diagnosis diagnosis) {
        Map<String, String> missing = new TreeMap<>();
        diagnosis.unknown().forEach(f -> missing.put(f.rule().name(), ((Verdict.Unknown) f.verdict()).missing()));
        return missing;
    }
}
