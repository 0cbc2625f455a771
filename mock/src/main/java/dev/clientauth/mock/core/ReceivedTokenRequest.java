// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.mock.Fault;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A token request that was received and validated, but not responded to yet.
 *
 * @param at when it was received, by the mock's clock
 * @param request the request as sent
 * @param result the result of the validation
 * @param fault the fault that affects it
 * @param unknown why the client or its keys are unknown, if they are
 * @param notes how the provider obtained the keys
 */
public record ReceivedTokenRequest(
        Instant at,
        TokenRequest request,
        ValidationResult result,
        Optional<Fault> fault,
        Optional<String> unknown,
        List<String> notes) {

    /** Returns whether the grant is to be carried out. */
    public boolean isAccepted() {
        return error().isEmpty() && fault.filter(ReceivedTokenRequest::prevents).isEmpty();
    }

    private static boolean prevents(Fault fault) {
        return fault instanceof Fault.Status || fault instanceof Fault.Reset;
    }

    /** Returns the OAuth error of the response; empty if the request is accepted or the provider does not respond. */
    public Optional<String> error() {
        return result.error().or(() -> fault.flatMap(ReceivedTokenRequest::refusal));
    }

    private static Optional<String> refusal(Fault fault) {
        if (fault instanceof Fault.Refused refused) {
            return Optional.of(refused.error());
        }
        return fault instanceof Fault.KeyNotSynced ? Optional.of(Rule.DEFAULT_ERROR) : Optional.empty();
    }

    /** Returns the response that the client receives because of the fault. */
    ProviderResponse sent(ProviderResponse response) {
        return fault.map(injected -> sent(injected, response)).orElse(response);
    }

    /** Returns the response that a client receives because of a fault. */
    static ProviderResponse sent(Fault injected, ProviderResponse response) {
        if (injected instanceof Fault.Status status) {
            Map<String, String> headers = status.retryAfter()
                    .map(wait -> Map.of("Retry-After", String.valueOf(wait.toSeconds())))
                    .orElse(Map.of());
            return new ProviderResponse(status.status(), headers, "", Optional.empty());
        }
        if (injected instanceof Fault.Reset) {
            return ProviderResponse.reset();
        }
        if (injected instanceof Fault.ResponseLost) {
            return ProviderResponse.none();
        }
        return injected instanceof Fault.Slow slow ? response.after(slow.delay()) : response;
    }

    /** Returns why the request failed, if that is not a broken rule. */
    Optional<String> reason(ProviderResponse response) {
        return fault.flatMap(injected -> explained(injected, response, source(request)))
                .or(() -> unknown)
                .or(() -> response.refusal().map(rejection -> rejection.reason() + " " + rejection.remedy()));
    }

    /** Returns what chose a fault of this request. */
    static String source(TokenRequest request) {
        return FaultKinds.ofUrl(request).isPresent() ? "was chosen by the URL" : "was injected into the mock";
    }

    private static Optional<String> explained(Fault fault, ProviderResponse response, String source) {
        if (fault instanceof Fault.Slow) {
            return Optional.empty();
        }
        String what = "The fault \"" + fault.kind() + "\" " + source;
        if (fault instanceof Fault.Refused) {
            return response.error().filter(fault.kind()::equals).map(error -> what + ".");
        }
        if (fault instanceof Fault.KeyReplaced) {
            return response.error().map(error -> what + ": another key is registered under the same key ID.");
        }
        if (fault instanceof Fault.KeyNotSynced) {
            return Optional.of(what + ": the registered key has not reached the token endpoint yet.");
        }
        return Optional.of(what
                + (fault instanceof Fault.ResponseLost
                        ? ": the request was carried out, and the connection was closed without a response."
                        : ": the request was not carried out."));
    }

    /** Returns the reason that a client is not registered. */
    public static String notRegistered(String clientId, List<String> registered) {
        int max = 5;
        return "The client " + Rejection.shown(clientId) + " is not registered with this mock. Registered: "
                + (registered.isEmpty()
                        ? "none; register one."
                        : String.join(", ", registered.subList(0, Math.min(max, registered.size())))
                                + (registered.size() > max ? ", …" : "."));
    }
}
