// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.apple.AccountEvent;
import dev.clientauth.apple.AccountEventVerifier;
import dev.clientauth.apple.AppleEndpoints;
import dev.clientauth.apple.AppleKeys;
import dev.clientauth.apple.AppleSignIn;
import dev.clientauth.apple.AuthorizationRequest;
import dev.clientauth.apple.Callback;
import dev.clientauth.apple.IdentityTokenVerifier;
import dev.clientauth.apple.PendingSignIn;
import dev.clientauth.apple.StoredSignIn;
import dev.clientauth.apple.UserMigration;
import dev.clientauth.fakes.Clients;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.RemoteSigner;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.micrometer.TokenMetrics;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.ResponseFormat;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import dev.clientauth.provider.Epic;
import dev.clientauth.redis.RedisTokenStore;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.ClockDifference;
import dev.clientauth.token.Grant;
import dev.clientauth.token.InMemoryTokenStore;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenListener;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.HttpTransport;
import dev.clientauth.transport.JdkHttpTransport;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import java.lang.reflect.Array;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A valid value of each type in the public API, as an argument and as the object that a method is called on. */
final class SampleArguments {
    private static final KeyPair KEY_PAIR = keyPair();
    private static final ClientAuthenticator SCHOOL =
            Clients.school(URI.create("http://127.0.0.1:1/token")).build();
    private static final SecretKey SECRET = new SecretKeySpec(new byte[32], "AES");
    private static final AccessToken TOKEN =
            new AccessToken("t", "Bearer", null, Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
    private static final StoredSignIn STORED = new StoredSignIn("com.example.web", "r3fresh", Instant.EPOCH);
    private static final AppleSignIn APPLE = AppleSignIn.builder("DEF123GHIJ", Clients.EC)
            .servicesId("com.example.web")
            .build();
    private static final AppleKeys KEYS =
            AppleKeys.at(AppleEndpoints.apple(), HttpTransport.standard(), Clock.systemUTC());
    private static final URI HTTPS = URI.create("https://app.example.com/callback");
    private static final StatefulRedisConnection<?, ?> REDIS = (StatefulRedisConnection<?, ?>) Proxy.newProxyInstance(
            SampleArguments.class.getClassLoader(), new Class<?>[] {StatefulRedisConnection.class}, (p, m, a) -> null);

    @SuppressWarnings("unchecked")
    private static final RedisTokenStore REDIS_STORE =
            RedisTokenStore.over((StatefulRedisConnection<byte[], byte[]>) REDIS, SECRET);

    private static final TokenRefusedException REFUSED = new TokenRefusedException(
            400, new OAuthError("invalid_client", Optional.empty(), Optional.empty()), SCHOOL.diagnose(), null);

    private static final List<Object> VALUES = List.of(
            SCHOOL,
            ClientAuthenticator.builder(Epic.sandbox()),
            Epic.sandbox(),
            Profile.builder("acme", "Acme"),
            Epic.sandbox().rules().get(0),
            Epic.sandbox().rules().get(0).citation(),
            Epic.sandbox().knownCauses().get(0),
            Rule.must("acme"),
            Field.METHOD,
            Registration.of("c"),
            TokenRequest.builder(),
            TokenRequest.builder().build(),
            EvaluationContext.unknown(),
            new ErrorResponse(400, null, null),
            ResponseFormat.STANDARD,
            Recognition.NONE,
            DecodedAssertion.parse("x"),
            (Fact<String>) context -> FactValue.missing("x"),
            (Verdict.Check3<?, ?, ?>) (first, second, third) -> Verdict.satisfied(),
            (Predicate<?>) x -> true,
            (Consumer<?>) x -> {},
            (Function<?, ?>) x -> x,
            (BiFunction<?, ?, ?>) (x, y) -> x,
            LocalDate.EPOCH,
            SCHOOL.diagnose(),
            BearerInterceptor.of(SCHOOL, HTTPS),
            BearerRetry.of(SCHOOL, HTTPS),
            BearerRetry.of(SCHOOL, HTTPS).start(HTTPS).orElseThrow(),
            Clients.EC,
            Clients.EC.publicJwk(),
            (RemoteSigner) (algorithm, input) -> input,
            JWSAlgorithm.ES256,
            KeyRing.of(Clients.EC),
            PublicKeySet.of(Clients.EC),
            KeyRing.directory(Path.of("none")),
            (Consumer<Object>) event -> {},
            (Supplier<Object>) () -> Clients.EC,
            new OkHttpClient(),
            HttpClient.newHttpClient(),
            HttpTransport.Request.get(HTTPS, Map.of(), 1, Duration.ofSeconds(1)),
            new HttpTransport.Response(200, Map.of(), new byte[0]),
            HttpTransport.standard(),
            JdkHttpTransport.of(HttpClient.newHttpClient()),
            (Runnable) () -> {},
            (Executor) Runnable::run,
            Clock.systemUTC(),
            Duration.ofMinutes(1),
            Instant.EPOCH,
            HTTPS,
            Path.of("none.pem"),
            (TokenListener) event -> {},
            (UserMigration.Listener) (outcome, done, total) -> {},
            new InMemoryTokenStore(),
            TOKEN,
            new TokenResponse(TOKEN, Map.of()),
            new OAuthError("invalid_client", Optional.empty(), Optional.empty()),
            new ClockDifference(Instant.EPOCH, Instant.EPOCH, Duration.ZERO),
            new TokenEvent.ClockCorrected(Duration.ZERO),
            REFUSED,
            new TokenTransportException("No response.", 500, null),
            Grant.authorizationCode("c0de"),
            TokenMetrics.of(new SimpleMeterRegistry(), "c"),
            new SimpleMeterRegistry(),
            RedisTokenStore.builder(SECRET),
            REDIS_STORE,
            REDIS,
            SECRET,
            APPLE,
            AppleSignIn.builder("DEF123GHIJ", Clients.EC),
            APPLE.userMigration("com.example.web"),
            AppleEndpoints.apple(),
            KEYS,
            AccountEventVerifier.of(KEYS, Set.of("com.example.web")),
            IdentityTokenVerifier.of(KEYS, Set.of("com.example.web")),
            IdentityTokenVerifier.Expectation.nonce("n"),
            AuthorizationRequest.builder("com.example.web", HTTPS),
            new PendingSignIn("com.example.web", HTTPS, "s", "n", false),
            new Callback.Authorized("c0de", Optional.empty(), Optional.empty()),
            new AccountEvent.Notification("id", "com.example.web", Instant.EPOCH),
            STORED,
            new IllegalStateException("x"),
            Optional.empty(),
            List.of(),
            Set.of(),
            Map.of(),
            "sample",
            "secret".toCharArray(),
            new byte[] {1},
            KEY_PAIR.getPrivate(),
            KEY_PAIR.getPublic());

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("EC").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has EC.", e);
        }
    }

    private SampleArguments() {}

    static @Nullable Object value(Parameter parameter, String name) {
        Class<?> type = parameter.getType();
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 1;
        }
        if (type.isArray() && !type.getComponentType().isPrimitive()) {
            Object array = Array.newInstance(type.getComponentType(), 1);
            Array.set(array, 0, valueOf(type.getComponentType()));
            return array;
        }
        if (type == String.class && name.equals("type")) {
            return "Bearer";
        }
        return valueOf(type);
    }

    static @Nullable Object valueOf(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return VALUES.stream().filter(type::isInstance).findFirst().orElse(null);
    }
}
