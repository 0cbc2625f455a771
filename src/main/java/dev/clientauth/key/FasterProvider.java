package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for a security provider that signs with a key faster than the JDK does: Amazon Corretto's or Conscrypt where they
 * are on the class path, Bouncy Castle where the application has registered it.
 *
 * <p>To load one takes 50 to 200 ms of a processor, so it is done in the background, and only for a key that has signed a
 * number of times. None is registered with the JVM. Where the JDK was told to sign with another provider than its own, that
 * one stays. {@code -Ddev.clientauth.fasterProvider=false} switches it off.
 */
final class FasterProvider {
    static final String SWITCH = "dev.clientauth.fasterProvider";

    private static final Logger LOG = LoggerFactory.getLogger(FasterProvider.class);
    private static final Set<String> OF_THE_JDK = Set.of("SunEC", "SunRsaSign");
    private static final List<String> ON_CLASS_PATH = List.of(
            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider", "org.conscrypt.OpenSSLProvider");
    private static final byte[] PROBE = new byte[420];
    private static final int ROUNDS = 8;

    private FasterProvider() {}

    /** Looks for one in the background, and hands it over if there is one. */
    static void seek(JWSAlgorithm algorithm, PrivateKey key, PublicHalf publicHalf, Consumer<Provider> found) {
        if (!System.getProperty(SWITCH, "true").equals("true")) {
            return;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        SignatureScheme scheme = SignatureScheme.of(algorithm);
                        if (OF_THE_JDK.contains(scheme.provider(key).getName())) {
                            quickest(algorithm, key, publicHalf, candidates(), nanos(scheme, key, null))
                                    .ifPresent(found);
                        }
                    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
                        LOG.debug("The JDK's provider goes on signing with {}.", algorithm, e);
                    }
                },
                "clientauth-provider");
        thread.setDaemon(true);
        thread.start();
    }

    /** The candidate that signs rightly and in the least time, if that is less than this. */
    static Optional<Provider> quickest(
            JWSAlgorithm algorithm, PrivateKey key, PublicHalf publicHalf, List<Provider> candidates, long than) {
        Optional<Provider> quickest = Optional.empty();
        long least = than;
        for (Provider candidate : candidates) {
            try {
                byte[] signature = LocalSigner.sign(algorithm, key, PROBE, candidate);
                long nanos = nanos(SignatureScheme.of(algorithm), key, candidate);
                if (nanos < least && publicHalf.verifies(algorithm, PROBE, signature)) {
                    quickest = Optional.of(candidate);
                    least = nanos;
                }
            } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
                LOG.debug("{} does not sign with {}.", candidate.getName(), algorithm, e);
            }
        }
        long nanos = least;
        quickest.ifPresent(provider -> LOG.debug(
                "{} signs with {} from now on, in {} µs instead of {}.",
                provider.getName(),
                algorithm,
                nanos / 1000,
                than / 1000));
        return quickest;
    }

    /** The least time of some rounds, which is the one that nothing else disturbed. */
    private static long nanos(SignatureScheme scheme, PrivateKey key, @Nullable Provider provider)
            throws GeneralSecurityException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            byte[] unused = scheme.sign(key, PROBE, provider);
            least = Math.min(least, System.nanoTime() - start);
        }
        return least;
    }

    private static List<Provider> candidates() {
        List<Provider> candidates = new ArrayList<>();
        for (String name : ON_CLASS_PATH) {
            try {
                candidates.add(Class.forName(name)
                        .asSubclass(Provider.class)
                        .getConstructor()
                        .newInstance());
            } catch (ReflectiveOperationException | LinkageError e) {
                LOG.trace("{} is not there, or not for this machine.", name, e);
            }
        }
        Optional.ofNullable(Security.getProvider("BC")).ifPresent(candidates::add);
        return candidates;
    }
}
