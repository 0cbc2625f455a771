// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Faults of the HTTP request and of the assertion's form that every provider refuses. */
final class RequestMutants {
    private RequestMutants() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>(http());
        all.addAll(compact());
        return all;
    }

    /** The beginning of a PKCS#8 key with a made-up rest. */
    private static final String PKCS8 = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAoUQDQgAEAAAA";

    private static String identityToken() {
        return Base64URL.encode("{\"alg\":\"RS256\",\"kid\":\"k1\"}")
                + "."
                + Base64URL.encode(
                        "{\"iss\":\"https://appleid.apple.com\",\"sub\":\"001\",\"aud\":\"com.example.web\"}")
                + ".c2lnbmF0dXJl";
    }

    private static List<Mutant> http() {
        return List.of(
                Mutant.of(
                        "parameters.no-private-key",
                        "a PEM file as a parameter",
                        a -> a.appended.add(
                                "private_key=-----BEGIN+PRIVATE+KEY-----%0AMIGH%0A-----END+PRIVATE+KEY-----%0A"),
                        "parameters.unquoted"),
                Mutant.of(
                        "parameters.no-private-key",
                        "the base64 of a key as a parameter",
                        a -> a.appended.add("key=" + PKCS8)),
                Mutant.of(
                        "parameters.no-identity-token",
                        "an identity token in place of a refresh token",
                        a -> a.appended.add("refresh_token=" + identityToken())),
                Mutant.of(
                        "scope.spaces",
                        "scopes separated by commas",
                        a -> a.form.put("scope", "system/Patient.read,system/Observation.read")),
                Mutant.of(
                        "http.readable",
                        "a quote in the curl command that nothing closes",
                        a -> a.faults.add("a quote is opened but never closed")),
                Mutant.of("http.readable", "two faults in one request", a -> {
                    a.faults.add("the URL cannot be read");
                    a.faults.add("a header line has no colon");
                }),
                Mutant.of("http.post", "GET", a -> a.method = "GET"),
                Mutant.of("http.post", "PUT", a -> a.method = "PUT"),
                Mutant.of("http.content-type", "a JSON body", a -> a.http.put("Content-Type", "application/json")),
                Mutant.of(
                        "http.content-type",
                        "a JSON body in UTF-8",
                        a -> a.http.put("Content-Type", "application/json; charset=utf-8"),
                        "http.content-type.plain"),
                Mutant.of("http.content-type", "text/plain", a -> a.http.put("Content-Type", "text/plain")),
                Mutant.of("http.content-type", "no Content-Type", a -> a.http.remove("Content-Type")),
                Mutant.of(
                        "http.content-type",
                        "multipart",
                        a -> a.http.put("Content-Type", "multipart/form-data; boundary=x"),
                        "http.content-type.plain"),
                Mutant.of(
                        "http.content-type.plain",
                        "a charset that a form does not have",
                        a -> a.http.put("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")),
                Mutant.of(
                        "http.no-authorization",
                        "Basic authentication beside the JWT",
                        a -> a.http.put("Authorization", "Basic Y2xpZW50OnNlY3JldA==")),
                Mutant.of(
                        "parameters.unrepeated",
                        "grant_type twice",
                        a -> a.appended.add("grant_type=" + a.form.get("grant_type"))),
                Mutant.of("parameters.unrepeated", "a parameter of its own twice", a -> {
                    a.appended.add("tenant=a");
                    a.appended.add("tenant=b");
                }),
                Mutant.of("parameters.unquoted", "a quote after a value", a -> a.appended.add("resource=a%27")),
                Mutant.of("parameters.unquoted", "quotes around a value", a -> a.appended.add("resource=%22a%22")),
                Mutant.of("parameters.unquoted", "a line end after a value", a -> a.appended.add("resource=a%0A")),
                Mutant.of("parameters.unquoted", "a space before a value", a -> a.appended.add("resource=+a")));
    }

    private static List<Mutant> compact() {
        return List.of(
                form("white space around it", jwt -> " " + jwt + "\n").alsoBreaking("parameters.unquoted"),
                form("quotes around it", jwt -> '"' + jwt + '"').alsoBreaking("parameters.unquoted"),
                form("the signature cut off", jwt -> jwt.substring(0, jwt.lastIndexOf('.'))),
                form("an empty signature", jwt -> jwt.substring(0, jwt.lastIndexOf('.') + 1)),
                form("five parts", jwt -> jwt + ".c29tZQ.dGFn"),
                form("padding", jwt -> jwt + "=="),
                form("a line break within", jwt -> jwt.substring(0, 30) + "\r\n" + jwt.substring(30)),
                form("plain base64", jwt -> signature(jwt, "+/" + jwt.substring(jwt.lastIndexOf('.') + 3))),
                form("a payload that is an array", jwt -> payload(jwt, "[]")),
                form("a payload that is no JSON", jwt -> payload(jwt, "{\"iss\":")),
                form("a payload that is not UTF-8", jwt -> payload(jwt, "{\"\u00e9\":1}")),
                form("an empty payload", jwt -> payload(jwt, "")),
                form("a PEM file in its place", jwt -> "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n")
                        .alsoBreaking("parameters.unquoted", "parameters.no-private-key"),
                form("nothing in its place but spaces", jwt -> "   ").alsoBreaking("parameters.unquoted"),
                Mutant.of("jwt.compact", "a claim written twice", a -> {
                    String once = JSONObjectUtils.toJSONString(a.claims);
                    a.rawPayload = "{\"iss\":\"somebody else\"," + once.substring(1);
                }));
    }

    private static Mutant form(String fault, UnaryOperator<String> spoil) {
        return Mutant.of("jwt.compact", fault, a -> a.compact = spoil);
    }

    private static String signature(String jwt, String encoded) {
        return jwt.substring(0, jwt.lastIndexOf('.') + 1) + encoded;
    }

    private static String payload(String jwt, String latin1) {
        String[] parts = jwt.split("\\.");
        return parts[0] + "." + Base64URL.encode(latin1.getBytes(ISO_8859_1)) + "." + parts[2];
    }
}
