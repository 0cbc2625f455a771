// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.TokenRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A profile writes exactly the values in the provider's documentation")
class WrittenValuesTest {

    static List<KillMatrixTest.Row> rows() {
        return KillMatrixTest.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyFixedFieldIsWrittenAsInAValidRequest(KillMatrixTest.Row row) {
        ValidRequest sound = row.sound().get();
        TokenRequest.Builder request = TokenRequest.builder().endpoint(URI.create(sound.endpoint));
        if (sound.form.containsKey("grant_type")) {
            request.parameter("grant_type", sound.form.get("grant_type"));
        }
        RuleContext minting = new RuleContext(request.build(), sound.context());

        Map<String, Object> written = new TreeMap<>();
        Map<String, Object> right = new TreeMap<>();
        for (Rule rule : row.profile().rules()) {
            if (rule.value(minting) instanceof FactValue.Value<String> value) {
                written.put(rule.field().toString(), value.value());
                right.put(rule.field().toString(), in(sound, rule.field()));
            }
        }

        assertThat(written).isEqualTo(right);
        assertThat(written).containsKeys("method", "endpoint", "claim iss", "claim aud");
        for (Field named : List.of(Field.claim("sub"), Field.header("kid"), Field.header("x5t#S256"))) {
            if (in(sound, named) != null) {
                assertThat(written).containsKey(named.toString());
            }
        }
    }

    private static Object in(ValidRequest sound, Field field) {
        return switch (field.part()) {
            case HEADER -> sound.header.get(field.name());
            case CLAIM -> sound.claims.get(field.name());
            case PARAMETER -> sound.form.get(field.name());
            case HTTP_HEADER -> sound.http.get(field.name());
            case METHOD -> sound.method;
            case ENDPOINT -> sound.endpoint;
            case ASSERTION, SIGNATURE, REQUEST -> "nothing";
        };
    }
}
