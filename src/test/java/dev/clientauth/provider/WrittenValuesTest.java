package dev.clientauth.provider;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Case;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Known;
import dev.clientauth.profile.Rule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("What a profile writes is, letter for letter, what the provider's page has")
class WrittenValuesTest {

    static List<KillMatrixTest.Row> rows() {
        return KillMatrixTest.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyFixedFieldIsWrittenAsASoundAttemptHasIt(KillMatrixTest.Row row) {
        SoundAttempt sound = row.sound().get();
        Case minting = new Case(
                Attempt.builder()
                        .endpoint(URI.create(sound.endpoint))
                        .parameter("grant_type", sound.form.get("grant_type"))
                        .build(),
                sound.situation());

        Map<String, Object> written = new TreeMap<>();
        Map<String, Object> right = new TreeMap<>();
        for (Rule rule : row.profile().rules()) {
            if (rule.value(minting) instanceof Known.Value<String> value) {
                written.put(rule.field().toString(), value.value());
                right.put(rule.field().toString(), in(sound, rule.field()));
            }
        }

        assertThat(written).isEqualTo(right);
        assertThat(written).containsKeys("method", "endpoint", "claim iss", "claim sub", "claim aud", "header kid");
    }

    private static Object in(SoundAttempt sound, Field field) {
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
