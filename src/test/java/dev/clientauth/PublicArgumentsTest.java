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
import dev.clientauth.fakes.ParameterNames;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Every public constructor and method rejects null, blank and negative arguments at once and names the parameter. */
class PublicArgumentsTest {
    /** The exported packages; a rule of {@code profile.rules} that lacks something names it when it is built. */
    private static final List<String> PACKAGES = List.of(
            "",
            ".apple",
            ".key",
            ".key.ring",
            ".micrometer",
            ".profile",
            ".provider",
            ".redis",
            ".token",
            ".transport");

    private static final String OUTSIDE = "reads or renders text from outside of the library, whatever it is";

    /** The exceptions, with the reason. */
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry(
                    "SignInResult",
                    "an IdentityToken comes from a verifier only, so the parameters after it cannot be reached"),
            Map.entry("ClockCorrected.offset", "a clock may be behind, so the offset may be negative"),
            Map.entry("RemoteSigner", "implemented by the application"),
            Map.entry("Listener", "implemented by the application"),
            Map.entry("TokenListener", "implemented by the application"),
            Map.entry("OkHttpTransport.send", "called by this library"),
            Map.entry("JdkHttpTransport.send", "called by this library"),
            Map.entry("HttpTransport.send", "implemented by the application"),
            Map.entry("BearerInterceptor.intercept", "called by OkHttp, with a chain of its own"),
            Map.entry(
                    "PublicKeySetHandler.handle", "called by the HTTP server of the JDK, with an exchange of its own"),
            Map.entry("PublicKeySet.find", "a look-up: an id that is not there is not found"),
            Map.entry("DecodedAssertion", OUTSIDE),
            Map.entry("TimeWindow", OUTSIDE),
            Map.entry("Absent", "made by the evaluation of a rule"),
            Map.entry("Broken", "made by the evaluation of a rule"),
            Map.entry("Diagnosis", "made by the evaluation of a rule"),
            Map.entry("Disputed", "made by the evaluation of a rule"),
            Map.entry("FactValue", "made by the evaluation of a rule"),
            Map.entry("FieldValues", "made by the evaluation of a rule"),
            Map.entry("Finding", "made by the evaluation of a rule"),
            Map.entry("Missing", "made by the evaluation of a rule"),
            Map.entry("NotApplicable", "made by the evaluation of a rule"),
            Map.entry("RuleContext", "made by the evaluation of a rule"),
            Map.entry("RuleViolationException", "made by the evaluation of a rule"),
            Map.entry("SendingTime", "made by the evaluation of a rule"),
            Map.entry("Unknown", "made by the evaluation of a rule"),
            Map.entry("Value", "made by the evaluation of a rule"),
            Map.entry("Verdict", "made by the evaluation of a rule"),
            Map.entry("Fact", "implemented by those who write rules"),
            Map.entry("Check3", "implemented by those who write rules"),
            Map.entry("Rule.check", "called by the evaluation"),
            Map.entry("Rule.value", "called by the evaluation"),
            Map.entry("Rule.appliesTo", "called by the evaluation"));

    /** Texts from outside: a blank text is not an invalid argument; it is rejected because of its content. */
    private static final Set<String> CONTENT = Set.of(
            "Builder.body",
            "Builder.compact",
            "Builder.fault",
            "Builder.name",
            "Builder.value",
            "Field.name",
            "Parameter.name",
            "Parameter.value",
            "Registration.clientId",
            "TokenRequest.assertion",
            "TokenRequest.compact",
            "TokenRequest.name",
            "TokenRequest.text",
            "AccountEventVerifier.body",
            "IdentityTokenVerifier.identityToken",
            "PendingSignIn.formOrQuery",
            "PublicKeySet.json",
            "Response.body",
            "SigningKey.json");

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
            PublicArgumentsTest.class.getClassLoader(),
            new Class<?>[] {StatefulRedisConnection.class},
            (p, m, a) -> null);

    @SuppressWarnings("unchecked")
    private static final RedisTokenStore REDIS_STORE =
            RedisTokenStore.over((StatefulRedisConnection<byte[], byte[]>) REDIS, SECRET);

    private static final TokenRefusedException REFUSED = new TokenRefusedException(
            400, new OAuthError("invalid_client", Optional.empty(), Optional.empty()), SCHOOL.diagnose(), null);

    /** A valid value of each type, as an argument and as the object a method is called on. */
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

    static Stream<Executable> entryPoints() throws IOException {
        return PACKAGES.stream()
                .flatMap(PublicArgumentsTest::classes)
                .flatMap(type -> Stream.<Executable>concat(
                        Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods())))
                .filter(e -> Modifier.isPublic(e.getModifiers()) && !e.isSynthetic())
                .filter(e -> e.getParameterCount() > 0 && !e.getName().equals("equals"))
                .filter(e -> !e.getDeclaringClass().isEnum())
                .filter(e -> !EXCEPTIONS.containsKey(e.getDeclaringClass().getSimpleName()))
                .filter(e -> !EXCEPTIONS.containsKey(e.getDeclaringClass().getSimpleName() + "." + e.getName()));
    }

    @ParameterizedTest
    @MethodSource("entryPoints")
    void rejectsNullBlankAndNegativeArguments(Executable entryPoint) throws ReflectiveOperationException {
        Parameter[] parameters = entryPoint.getParameters();
        List<String> names = ParameterNames.of(entryPoint);
        for (int i = 0; i < parameters.length; i++) {
            String name = names.get(i);
            if (EXCEPTIONS.containsKey(entryPoint.getDeclaringClass().getSimpleName() + "." + name)) {
                continue;
            }
            for (Object wrong : wrongValues(entryPoint, parameters[i], name)) {
                @Nullable Object[] arguments = new Object[parameters.length];
                Arrays.setAll(arguments, p -> value(parameters[p], names.get(p)));
                arguments[i] = wrong == NULL ? null : wrong;
                Throwable rejected = catchThrowable(() -> call(entryPoint, arguments));
                assertThat(rejected)
                        .as("%s with %s = %s", entryPoint, name, wrong)
                        .isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class)
                        .hasMessageContaining(name);
            }
        }
    }

    private static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private static List<Object> wrongValues(Executable entryPoint, Parameter parameter, String name) {
        Class<?> type = parameter.getType();
        List<Object> wrong = new ArrayList<>();
        if (!type.isPrimitive() && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            wrong.add(NULL);
        }
        boolean isContent = CONTENT.contains(entryPoint.getDeclaringClass().getSimpleName() + "." + name);
        if (type == String.class && !wrong.isEmpty() && !isContent) {
            wrong.add("");
            wrong.add(" ");
        } else if (type == Duration.class) {
            wrong.add(Duration.ofSeconds(-1));
        } else if (type == int.class) {
            wrong.add(-1);
        } else if (type.isArray() && !type.getComponentType().isPrimitive()) {
            wrong.add(Array.newInstance(type.getComponentType(), 1));
        } else if (type == List.class || type == Collection.class) {
            wrong.add(Arrays.asList((Object) null));
        }
        return wrong;
    }

    private static @Nullable Object value(Parameter parameter, String name) {
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

    private static @Nullable Object valueOf(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return VALUES.stream().filter(type::isInstance).findFirst().orElse(null);
    }

    private static void call(Executable entryPoint, @Nullable Object[] arguments) throws Throwable {
        try {
            if (entryPoint instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                Method method = (Method) entryPoint;
                Object target = Modifier.isStatic(method.getModifiers()) ? null : valueOf(method.getDeclaringClass());
                if (target == null && !Modifier.isStatic(method.getModifiers())) {
                    throw new AssertionError("VALUES has no " + method.getDeclaringClass());
                }
                method.setAccessible(true);
                method.invoke(target, arguments);
            }
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The public classes of one package, nested ones included. */
    private static Stream<Class<?>> classes(String name) {
        Path folder = Path.of(URI.create(Profile.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .resolve(("dev.clientauth" + name).replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            List<Class<?>> found = new ArrayList<>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                String simple = file.getFileName().toString().replaceFirst("\\.class$", "");
                Class<?> type = Class.forName("dev.clientauth" + name + "." + simple);
                if (isPublic(type)) {
                    found.add(type);
                }
            }
            return found.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && !type.isAnonymousClass()
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }
}
