package dev.clientauth.mock;

import java.time.Instant;
import java.util.Optional;

/**
 * A call to an API for which a provider of a {@code MockProviderServer} gives tokens, and what became of it. Neither the token nor
 * the query is kept.
 *
 * @param receivedAt when, by the mock's clock
 * @param provider the id of the provider whose API it is
 * @param clientId whom the token was given to; none where it is not good
 * @param method the HTTP method, as sent
 * @param path the path, as sent, with {@code …} for what looks like a token or the name of an export; at most 160 characters
 * @param status the HTTP status that was answered
 * @param reason why it was refused, in a sentence; none for a call that was not
 * @param remedy what to do; none where there is no reason
 */
public record RecordedApiCall(
        Instant receivedAt,
        String provider,
        Optional<String> clientId,
        String method,
        String path,
        int status,
        Optional<String> reason,
        Optional<String> remedy) {}
