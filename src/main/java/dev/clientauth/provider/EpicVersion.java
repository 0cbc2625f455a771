package dev.clientauth.provider;

import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A version of Epic, which decides from where Epic takes the public key of a client.
 *
 * <p>A JWK Set URL works in every version, and is the only way for EC keys. Static RSA keys have been withdrawn step by step, at
 * the sandbox earlier than at customers.
 */
public enum EpicVersion {
    /** Static keys are uploaded on the app's page, for the sandbox and for customers. */
    NOVEMBER_2025(2025, Month.NOVEMBER, true, true),
    /** The sandbox requires a JWK Set URL. Customers still accept keys that were uploaded before. */
    FEBRUARY_2026(2026, Month.FEBRUARY, false, true),
    /** Customers require a JWK Set URL too, and configure it themselves. */
    MAY_2026(2026, Month.MAY, false, false),
    /** Customers can load a {@code .pem} file with the public RSA key, which the app's developer hands to them. */
    AUGUST_2026(2026, Month.AUGUST, false, true);

    /** The newest version, which is the default. */
    public static final EpicVersion LATEST = AUGUST_2026;

    private final YearMonth month;
    private final boolean isStaticAtSandbox;
    private final boolean isStaticAtCustomers;

    EpicVersion(int year, Month month, boolean isStaticAtSandbox, boolean isStaticAtCustomers) {
        this.month = YearMonth.of(year, month);
        this.isStaticAtSandbox = isStaticAtSandbox;
        this.isStaticAtCustomers = isStaticAtCustomers;
    }

    /**
     * Returns the version of a month, such as {@code 2026-05}.
     *
     * @throws IllegalArgumentException if there is none, naming those that exist
     */
    public static EpicVersion of(String month) {
        return Arrays.stream(values())
                .filter(version -> version.month.toString().equals(month.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The version of Epic must be one of "
                        + Arrays.stream(values())
                                .map(version -> version.month.toString())
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    /** Returns whether a static RSA key is accepted. */
    boolean acceptsStaticKeys(boolean isSandbox) {
        return isSandbox ? isStaticAtSandbox : isStaticAtCustomers;
    }

    /** Returns whether customers configure the key of an app themselves. */
    boolean isConfiguredByCustomer() {
        return compareTo(MAY_2026) >= 0;
    }

    /** The month and year, such as {@code May 2026}. */
    @Override
    public String toString() {
        return month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + month.getYear();
    }
}
