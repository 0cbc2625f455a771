// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.CallbackRejectedException.Reason;
import dev.clientauth.token.OAuthError;
import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads the callback of an authorization request, and checks the state first. Unknown parameters are ignored. */
final class CallbackReader {
    /** Longer than any parameter that Apple sends; an identity token is about 1 KB long. */
    private static final int MAX_VALUE_LENGTH = 16_384;

    private static final int MAX_FORM_LENGTH = 65_536;
    private static final String CANCELLED = "user_cancelled_authorize";

    private final PendingSignIn pending;
    private final Map<String, ? extends Collection<String>> parameters;

    CallbackReader(PendingSignIn pending, Map<String, ? extends Collection<String>> parameters) {
        this.pending = pending;
        this.parameters = parameters;
    }

    static Map<String, List<String>> decode(String form) {
        if (form.length() > MAX_FORM_LENGTH) {
            throw rejected(
                    Reason.ODD,
                    "it is " + form.length() + " characters long; expected at most " + MAX_FORM_LENGTH + ".");
        }
        Map<String, List<String>> decoded = new LinkedHashMap<>();
        for (String pair : form.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                decoded.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            }
        }
        return decoded;
    }

    Callback read() {
        checkState();
        Optional<String> error = value("error");
        Optional<String> code = value("code");
        if (error.isPresent()) {
            if (code.isPresent()) {
                throw rejected(Reason.ODD, "it has both a code and an error; expected one of them.");
            }
            return error.get().equals(CANCELLED)
                    ? new Callback.Cancelled()
                    : new Callback.Failed(new OAuthError(
                            RedactedText.text(error.get()),
                            value("error_description").map(RedactedText::text),
                            Optional.empty()));
        }
        Optional<String> identityToken = value("id_token");
        if (code.isEmpty()) {
            throw rejected(Reason.MISSING, "it has no code and no error; expected one of them.");
        }
        if (pending.withIdentityToken() && identityToken.isEmpty()) {
            throw rejected(Reason.MISSING, "it has no id_token, which was requested with the code.");
        }
        return new Callback.Authorized(code.get(), identityToken, value("user").map(CallbackReader::user));
    }

    private void checkState() {
        String state = value("state")
                .orElseThrow(() -> rejected(
                        Reason.STATE,
                        "it has no state. It does not belong to a request of this session, or it was forged."));
        if (!MessageDigest.isEqual(state.getBytes(UTF_8), pending.state().getBytes(UTF_8))) {
            throw rejected(
                    Reason.STATE,
                    "its state is not the one of this session. Either it was forged, or the user has two"
                            + " sign-ins open, or the session cookie was not sent: with form_post it needs"
                            + " SameSite=None; Secure. Start the sign-in again.");
        }
    }

    private Optional<String> value(String name) {
        Collection<String> values = parameters.get(name);
        if (values == null || values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw rejected(Reason.REPEATED, "it has " + values.size() + " parameters " + name + "; expected one.");
        }
        String value = values.iterator().next();
        if (value.length() > MAX_VALUE_LENGTH) {
            throw rejected(
                    Reason.ODD,
                    "its " + name + " is " + value.length() + " characters long; expected at most " + MAX_VALUE_LENGTH
                            + ".");
        }
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static UserDetails user(String json) {
        Map<String, Object> user = AppleJson.object(json.getBytes(UTF_8))
                .orElseThrow(() -> rejected(Reason.ODD, "its user parameter is not a JSON object of limited depth."));
        Map<?, ?> name = user.get("name") instanceof Map<?, ?> members ? members : Map.of();
        return new UserDetails(text(name.get("firstName")), text(name.get("lastName")), text(user.get("email")));
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded, UTF_8);
        } catch (IllegalArgumentException e) {
            // The exception quotes the input.
            throw rejected(Reason.ODD, "it is not percent-encoded; pass the body or query as it was received.");
        }
    }

    private static CallbackRejectedException rejected(Reason reason, String what) {
        return new CallbackRejectedException(reason, "The callback was rejected: " + what);
    }
}
