// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.CallbackRejectedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Apple, "Handle the authorization response"; RFC 6749 sections 4.1.2 and 10.12. */
class CallbackTest {
    private static final String STATE = "pN0LNqkV8t2-state-of-this-session";
    private static final String CODE = "c6a0b1f2e3d4c.0.srzyw.9F2AFe5Gd2iU";
    private static final PendingSignIn PENDING = new PendingSignIn(
            "com.example.web", URI.create("https://www.example.com/callback"), STATE, "nonce-of-this-session", false);

    private static void rejected(Reason reason, String form) {
        assertThatExceptionOfType(CallbackRejectedException.class)
                .isThrownBy(() -> PENDING.read(form))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(STATE).doesNotContain(CODE));
    }

    @Test
    void theCodeIsRead() {
        assertThat(PENDING.read("state=" + STATE + "&code=" + CODE))
                .isInstanceOfSatisfying(Callback.Authorized.class, authorized -> {
                    assertThat(authorized.code()).isEqualTo(CODE);
                    assertThat(authorized.identityToken()).isEmpty();
                    assertThat(authorized.user()).isEmpty();
                });
    }

    @Test
    void parametersOfAFrameworkAreRead() {
        assertThat(PENDING.read(Map.of("state", List.of(STATE), "code", List.of(CODE))))
                .isInstanceOf(Callback.Authorized.class);
    }

    @Test
    void theUserOfTheFirstAuthorizationIsRead() {
        String user =
                "{\"name\":{\"firstName\":\"Zoë\",\"lastName\":\"O'Neil & Söhne\"},\"email\":\"zoe@example.com\"}";
        Callback callback =
                PENDING.read("code=" + CODE + "&state=" + STATE + "&user=" + URLEncoder.encode(user, UTF_8));
        assertThat(callback).isInstanceOfSatisfying(Callback.Authorized.class, authorized -> {
            UserDetails details = authorized.user().orElseThrow();
            assertThat(details.firstName()).contains("Zoë");
            assertThat(details.lastName()).contains("O'Neil & Söhne");
            assertThat(details.email()).contains("zoe@example.com");
            assertThat(authorized + " " + details).doesNotContain("Zo").doesNotContain(CODE);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"name\":null,\"email\":\"\"}", "{\"name\":\"Zoe\"}", "{\"name\":{\"firstName\":7}}"})
    void aUserWithoutANameIsAccepted(String user) {
        assertThat(PENDING.read("code=" + CODE + "&state=" + STATE + "&user=" + URLEncoder.encode(user, UTF_8)))
                .isInstanceOfSatisfying(
                        Callback.Authorized.class,
                        a -> assertThat(a.user().orElseThrow().firstName()).isEmpty());
    }

    @Test
    void cancelIsNotAnError() {
        assertThat(PENDING.read("state=" + STATE + "&error=user_cancelled_authorize"))
                .isEqualTo(new Callback.Cancelled());
    }

    @Test
    void otherErrorsAreReturned() {
        assertThat(PENDING.read("state=" + STATE + "&error=invalid_scope%0Ax"))
                .isInstanceOfSatisfying(
                        Callback.Failed.class,
                        failed -> assertThat(failed.error().code()).isEqualTo("invalid_scope\uFFFDx"));
    }

    @Test
    void theStateIsCheckedFirst() {
        rejected(Reason.STATE, "code=" + CODE);
        rejected(Reason.STATE, "state=&code=" + CODE);
        rejected(Reason.STATE, "state=another&code=" + CODE);
        rejected(Reason.STATE, "state=" + STATE + "x&code=" + CODE);
        rejected(Reason.STATE, "state=" + STATE.toUpperCase(java.util.Locale.ROOT) + "&code=" + CODE);
        rejected(Reason.STATE, "state=another&error=user_cancelled_authorize");
        rejected(Reason.STATE, "");
    }

    @Test
    void aSessionLostToSameSiteLaxIsExplained() {
        assertThatExceptionOfType(CallbackRejectedException.class)
                .isThrownBy(() -> PENDING.read("state=another&code=" + CODE))
                .withMessageContaining("SameSite=None; Secure");
    }

    @Test
    void missingRepeatedAndMalformedParametersAreRejected() {
        rejected(Reason.MISSING, "state=" + STATE);
        rejected(Reason.MISSING, "state=" + STATE + "&code=");
        rejected(Reason.REPEATED, "state=" + STATE + "&code=" + CODE + "&code=" + CODE);
        rejected(Reason.REPEATED, "state=" + STATE + "&state=" + STATE + "&code=" + CODE);
        rejected(Reason.ODD, "state=" + STATE + "&code=" + CODE + "&error=x");
        rejected(Reason.ODD, "state=" + STATE + "&code=%zz");
        rejected(Reason.ODD, "state=" + STATE + "&code=" + "c".repeat(16_385));
        rejected(Reason.ODD, "state=" + STATE + "&code=" + "c".repeat(1 << 20));
        rejected(Reason.ODD, "state=" + STATE + "&code=" + CODE + "&user=%5B%5D");
        rejected(Reason.ODD, "state=" + STATE + "&code=" + CODE + "&user=" + "%7B%22a%22%3A".repeat(500));
    }

    @Test
    void unknownParametersAreIgnored() {
        assertThat(PENDING.read("state=" + STATE + "&code=" + CODE + "&locale=de&locale=fr"))
                .isInstanceOf(Callback.Authorized.class);
    }

    @Test
    void aRequestedIdentityTokenIsRequired() {
        PendingSignIn hybrid = new PendingSignIn(PENDING.clientId(), PENDING.redirectUri(), STATE, "nonce", true);
        assertThatExceptionOfType(CallbackRejectedException.class)
                .isThrownBy(() -> hybrid.read("state=" + STATE + "&code=" + CODE))
                .withMessageContaining("no id_token");
    }

    @Test
    void aPendingSignInCanBeSerialized() throws Exception {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(stored)) {
            out.writeObject(PENDING);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stored.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(PENDING);
        }
    }
}
