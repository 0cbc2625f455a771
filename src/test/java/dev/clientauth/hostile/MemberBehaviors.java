// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

/** Successful responses with invalid or hostile members. */
final class MemberBehaviors {
    private MemberBehaviors() {}

    static void addTo(BehaviorTable table) {
        for (String type :
                new String[] {"mac", "DPoP", "N_A", "", " ", "Bearer\\r\\nX-Evil: 1", "\\u001b[2J", "\\u202e"}) {
            table.fault(
                    "token_type: " + type.replace("\\", ""),
                    "the unsupported token_type",
                    x -> x.granted("\"token_type\":\"" + type + "\""));
        }
        for (String token : new String[] {"", " ", "a b", "a\\r\\nX-Evil: 1", "\\u0000", "\\u00e4", "\\ud83d\\ude00"}) {
            table.fault(
                    "access_token: " + token.replace("\\", ""),
                    x -> x.json(200, "{\"access_token\":\"" + token + "\"}"));
        }
        for (String token : new String[] {"null", "5", "{}", "[\"t\"]", "true"}) {
            table.fault(
                    "access_token: " + token,
                    "neither an access_token nor an error",
                    x -> x.json(200, "{\"access_token\":" + token + "}"));
        }
        table.fault(
                        "token_type: the secret",
                        "the unsupported token_type",
                        x -> x.granted("\"token_type\":\"" + x.secret() + "\""))
                .fault("token_type: long", x -> x.granted("\"token_type\":\"" + "x".repeat(900_000) + "\""))
                .fault("token_type: a number", x -> x.granted("\"token_type\":1"))
                .success("token_type: missing", x -> x.granted("\"a\":1"))
                .success("token_type: in another case", x -> x.granted("\"token_type\":\"bEARER\""))
                .fault(
                        "access_token: the secret",
                        "a credential from the request",
                        x -> x.json(200, "{\"access_token\":\"" + x.secret() + "\"}"))
                .success("access_token: long", x -> x.json(200, "{\"access_token\":\"" + "t".repeat(900_000) + "\"}"))
                .success("scope: the secret", x -> x.granted("\"scope\":\"a " + x.secret() + "\""))
                .fault("scope: control characters", x -> x.granted("\"scope\":\"\\u001b[2J\\u202e\""))
                .fault("scope: a line break", x -> x.granted("\"scope\":\"a\\nb\""))
                .success("scope: a list", x -> x.granted("\"scope\":[\"a\",\"b\"]"))
                .success("name of a member: the secret", x -> x.granted("\"" + x.secret() + "\":1"))
                .success("name of a member: the form", x -> x.granted("\"" + x.form() + "\":1"))
                .success("name of a member: the token", x -> x.granted("\"issued-token-1\":1"))
                .success("name of a member: control characters", x -> x.granted("\"\\u001b[2J\\u202e\":1"))
                .success("value of a member: the secret", x -> x.granted("\"message\":\"" + x.secret() + "\""))
                .success("value of a member: control characters", x -> x.granted("\"message\":\"\\u001b[2J\""))
                .fault("refresh_token: a line break", x -> x.granted("\"refresh_token\":\"a\\r\\nb\""))
                .success("refresh_token: the secret", x -> x.granted("\"refresh_token\":\"" + x.secret() + "\""))
                .fault("id_token: control characters", x -> x.granted("\"id_token\":\"\\u001b\""))
                .fault("expires_in: 0", "had already expired", x -> x.granted("\"expires_in\":0"))
                .fault("expires_in: negative", "had already expired", x -> x.granted("\"expires_in\":-3600"))
                .success("expires_in: a text", x -> x.granted("\"expires_in\":\"3600\""))
                .success("expires_in: the secret", x -> x.granted("\"expires_in\":\"" + x.secret() + "\""))
                .either("expires_in: 1e999999999", x -> x.granted("\"expires_in\":\"1e999999999\""))
                .either(
                        "expires_in: a million digits",
                        x -> x.granted("\"expires_in\":\"" + "9".repeat(900_000) + "\""));
    }
}
