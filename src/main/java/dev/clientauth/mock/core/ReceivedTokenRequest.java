package dev.clientauth.mock.core;

import dev.clientauth.mock.Fault;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Rule;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A token request on its way through a provider: received and validated, but not responded to yet.
 *
 * @param at when it was received
 * @param attempt what was sent
 * @param result what the rules say
 * @param fault the fault that it meets
 * @param known why the client or its keys are unknown, if so
 * @param notes how the provider obtained the keys
 */
public record ReceivedTokenRequest(
        Instant at,
        Attempt attempt,
        ValidationResult result,
        Optional<Fault> fault,
        Optional<String> known,
        List<String> notes) {

    /** Returns whether the grant is to be carried out. */
    public boolean isAccepted() {
        return error().isEmpty() && fault.filter(ReceivedTokenRequest::prevents).isEmpty();
    }

    private static boolean prevents(Fault fault) {
        return fault instanceof Fault.Status || fault instanceof Fault.Reset;
    }

    /** Returns the OAuth error that is due; empty for a request that is accepted, or never responded to by the provider. */
    public Optional<String> error() {
        return result.error()
                .or(() -> fault.filter(Fault.KeyNotSynced.class::isInstance).map(f -> Rule.DEFAULT_ERROR));
    }

    /** Returns what the client gets in place of this response, because of the fault. */
    ProviderResponse sent(ProviderResponse response) {
        Fault struck = fault.orElse(null);
        if (struck instanceof Fault.Status status) {
            Map<String, String> headers = status.retryAfter()
                    .map(wait -> Map.of("Retry-After", String.valueOf(wait.toSeconds())))
                    .orElse(Map.of());
            return new ProviderResponse(status.status(), headers, "", Optional.empty());
        }
        if (struck instanceof Fault.Reset) {
            return ProviderResponse.reset();
        }
        if (struck instanceof Fault.ResponseLost) {
            return ProviderResponse.none();
        }
        return struck instanceof Fault.Slow slow ? response.after(slow.delay()) : response;
    }

    /** Returns why the request failed, where no broken rule is the reason. */
    Optional<String> reason(ProviderResponse response) {
        return fault.flatMap(struck -> injected(struck, response))
                .or(() -> known)
                .or(() -> response.refusal().map(rejection -> rejection.reason() + " " + rejection.remedy()));
    }

    private static Optional<String> injected(Fault fault, ProviderResponse response) {
        if (fault instanceof Fault.Slow) {
            return Optional.empty();
        }
        String what = "The fault \"" + fault.kind() + "\" was injected into the mock";
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
