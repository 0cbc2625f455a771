// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Compares the ways of {@link AssertionMint} on a machine that is busy with other work: they take turns of sixty calls, and only
 * the thread's processor time counts. Prints the median and the least time of a call, and their ratios to the bare signature.
 *
 * <p>With {@code -Ddev.clientauth.benchmark.provider=CLASS} that security provider is installed first in order.
 */
public final class AssertionInTurns {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int CALLS = 60;
    private static final int WARM_UP = 100;
    private static final int ROUNDS = 400;

    private AssertionInTurns() {}

    /** Measures ES256, RS256 and RS384, or the algorithms given as arguments. */
    public static void main(String[] algorithms) throws Exception {
        String provider = System.getProperty("dev.clientauth.benchmark.provider");
        if (provider != null) {
            Security.insertProviderAt(
                    (Provider) Class.forName(provider).getConstructor().newInstance(), 1);
        }
        System.out.printf("Java %s, provider %s%n", Runtime.version(), provider == null ? "of the JDK" : provider);
        for (String algorithm : algorithms.length == 0 ? new String[] {"ES256", "RS256", "RS384"} : algorithms) {
            AssertionMint mint = new AssertionMint();
            mint.algorithm = algorithm;
            mint.prepare();
            measure(
                    algorithm,
                    List.of("bare signature", "clientauth", "nimbus"),
                    List.of(mint::bareSignature, mint::clientauth, mint::nimbus));
        }
    }

    private static void measure(String algorithm, List<String> names, List<Callable<?>> ways) throws Exception {
        double[][] micros = new double[ways.size()][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int way = 0; way < ways.size(); way++) {
                double time = micros(ways.get(way));
                if (round >= 0) {
                    micros[way][round] = time;
                }
            }
        }
        for (double[] times : micros) {
            Arrays.sort(times);
        }
        for (int way = 0; way < ways.size(); way++) {
            double median = micros[way][ROUNDS / 2];
            double least = micros[way][0];
            System.out.printf(
                    Locale.ROOT,
                    "%-6s %-15s median %7.1f us (%.3f)   minimum %7.1f us (%.3f)%n",
                    algorithm,
                    names.get(way),
                    median,
                    median / micros[0][ROUNDS / 2],
                    least,
                    least / micros[0][0]);
        }
    }

    private static double micros(Callable<?> way) throws Exception {
        long before = THREADS.getCurrentThreadCpuTime();
        for (int call = 0; call < CALLS; call++) {
            way.call();
        }
        return (THREADS.getCurrentThreadCpuTime() - before) / 1e3 / CALLS;
    }
}
