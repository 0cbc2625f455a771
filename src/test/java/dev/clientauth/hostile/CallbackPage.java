// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import dev.clientauth.hostile.FaultyCallback.Fault;

import java.util.Map;
import java.util.TreeMap;

/** The part of docs/faults.md about callbacks. */
final class CallbackPage {
    private static final String MATRIX = "the table above";
    private static final String OWN_THREAD = "in the caller's thread, like a method of the application";
    private static final String RING = "keeps its keys and goes on; no token request waits: `RingCallbackTest`";

    /** What an application can plug in, and what happens when it fails. */
    static final Map<String, String> OTHERS = new TreeMap<>(Map.ofEntries(
            Map.entry("AccountEventVerifier.withClock(Clock)", OWN_THREAD),
            Map.entry("AppleKeys.at(Clock)", OWN_THREAD),
            Map.entry("AppleKeys.at(HttpTransport)", "fails at the deadline: `AppleDeadlineTest`"),
            Map.entry("AppleSignIn.Builder.clock(Clock)", OWN_THREAD + ": `ClockCallbackTest`"),
            Map.entry("AppleSignIn.Builder.httpClient(OkHttpClient)", "fails at the deadline: `AppleDeadlineTest`"),
            Map.entry("AppleSignIn.Builder.httpTransport(HttpTransport)", "fails at the deadline: `AppleDeadlineTest`"),
            Map.entry("BearerInterceptor.intercept(Chain)", OWN_THREAD),
            Map.entry("BearerInterceptor.of(ClientAuthenticator)", OWN_THREAD),
            Map.entry("BearerRetry.Call.awaitRetry(Function)", OWN_THREAD),
            Map.entry("BearerRetry.Call.retryDelay(Function)", OWN_THREAD),
            Map.entry("BearerRetry.of(ClientAuthenticator)", OWN_THREAD),
            Map.entry("ClientAuthenticator.Builder.clock(Clock)", OWN_THREAD + ": `ClockCallbackTest`"),
            Map.entry("ClientAuthenticator.Builder.httpClient(OkHttpClient)", MATRIX),
            Map.entry("ClientAuthenticator.Builder.httpTransport(HttpTransport)", MATRIX),
            Map.entry("ClientAuthenticator.Builder.listener(TokenListener)", MATRIX),
            Map.entry("ClientAuthenticator.Builder.tokenStore(TokenStore)", MATRIX),
            Map.entry("ClientRegistry.of(Function)", OWN_THREAD + "; callers for the same URL wait for it"),
            Map.entry("Discovery.Builder.httpClient(OkHttpClient)", "fails at the deadline: `HostileMetadataTest`"),
            Map.entry("HttpTransport.Request.cancel(Executor)", OWN_THREAD),
            Map.entry("HttpTransport.Request.onCancel(Runnable)", "in a thread of its own; logged: `CancellationTest`"),
            Map.entry("IdentityTokenVerifier.withClock(Clock)", OWN_THREAD),
            Map.entry("InMemoryTokenStore.new(Clock)", "as the store that it belongs to: " + MATRIX),
            Map.entry("JdkHttpTransport.of(HttpClient)", "fails at the deadline: `JdkHttpTransportTest`"),
            Map.entry("KeyRing.Builder.clock(Clock)", OWN_THREAD),
            Map.entry("KeyRing.Builder.keys(Supplier)", RING),
            Map.entry("KeyRing.Builder.listener(Consumer)", RING),
            Map.entry("OkHttpTransport.of(OkHttpClient)", MATRIX),
            Map.entry("PublicKeySetHandler.new(Supplier)", OWN_THREAD),
            Map.entry("RedisTokenStore.Builder.clock(Clock)", "as the store that it belongs to: " + MATRIX),
            Map.entry("RedisTokenStore.Builder.over(StatefulRedisConnection)", "`RedisOutageTest`"),
            Map.entry("RedisTokenStore.over(StatefulRedisConnection)", "`RedisOutageTest`"),
            Map.entry("RemoteSigner.async(BiFunction)", MATRIX),
            Map.entry("SigningKey.remote(RemoteSigner)", OWN_THREAD + ": `HostileRemoteSignerTest`"),
            Map.entry("SigningKey.remoteUntested(RemoteSigner)", MATRIX),
            Map.entry("TokenMetrics.of(MeterRegistry)", "as a `TokenListener`: " + MATRIX),
            Map.entry("UserMigration.receive(Listener)", "stops, and the report says why: `MigrationRunTest`"),
            Map.entry("UserMigration.send(Listener)", "stops, and the report says why: `MigrationRunTest`")));

    private static final String TEXT = """
            ## Callbacks

            `CallbackMatrixTest` lets each of these callbacks hang (and ignore interruptions), throw an exception, a checked
            exception in disguise, an `AssertionError`, `StackOverflowError`, `OutOfMemoryError` or `NoClassDefFoundError`, or
            return null: in one client, in 65 at once (all callbacks at the same time), and in 500 at once. A build of everything
            runs all faults once, three of them 65 times and hanging 500 times; `-Dclientauth.callbacks.all=true` runs every
            combination. It checks that every caller gets this answer in time,
            that another client of the same JVM gets its token meanwhile, that the client works after its callback has recovered,
            that no thread stays in a callback, and that nothing that is thrown ends a thread of the library. Messages do not
            repeat the text of what was thrown; what a remote signer throws is kept as the cause, and what a listener or a store
            throws is logged.

            Complete runs on 2026-11-27, on two cores without other work, with

            ```
            mvn -DexcludedGroups= -Dtest=CallbackMatrixTest -Dclientauth.callbacks.all=true test
            ```

            * JDK 17.0.15: 30 of 30 tests passed in 6:40 min.
            * JDK 25.0.3 (`-Djvm=` with the path of its `java`): 30 of 30 tests passed in 6:17 min.

            In these runs, deadlines are 10 s, because 500 new clients cannot all be served within 2 s on two cores. At the deadline, a
            caller may get "No access token was received within 10000 ms" in place of the name of what was thrown.

            | callback | hangs | throws | returns null |
            |---|---|---|---|
            """;

    private static final String OTHERS_TEXT = """

            Everything that can be plugged in (`PublicCallbackTest` fails if something is missing here). The functions in a
            `Profile` of the application's own are called in the caller's thread. A `Clock` is read by each call; one that hangs
            hangs the callers of its client, but no other. OkHttp calls `EventListener.canceled` in a thread that all OkHttp
            clients of the JVM share; it must not hang or throw.

            | parameter | if it hangs or throws |
            |---|---|
            """;

    private CallbackPage() {}

    static String toMarkdown() {
        StringBuilder page = new StringBuilder(TEXT);
        for (CallbackPlace place : CallbackPlace.values()) {
            page.append("| ")
                    .append(String.join(
                            " | ",
                            place.title(),
                            got(place, Fault.HANGS) + (place.isSurvivable(Fault.HANGS) ? "" : " at the deadline"),
                            got(place, Fault.THROWS_AN_EXCEPTION),
                            got(place, Fault.RETURNS_NULL)))
                    .append(" |\n");
        }
        page.append(OTHERS_TEXT);
        OTHERS.forEach((parameter, what) ->
                page.append("| `").append(parameter).append("` | ").append(what).append(" |\n"));
        return page.toString();
    }

    private static String got(CallbackPlace place, Fault fault) {
        return place.isSurvivable(fault) ? "a token" : "`TokenTransportException`";
    }
}
