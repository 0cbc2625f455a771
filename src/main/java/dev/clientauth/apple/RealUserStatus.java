package dev.clientauth.apple;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Apple's guess whether a person is real: in the token of the first sign-in from a native app only. */
public enum RealUserStatus {
    /** 0: the platform cannot tell. */
    UNSUPPORTED(0),
    /** 1: Apple has not determined it. Treat them as any new person. */
    UNKNOWN(1),
    /** 2: Apple is confident that the person is real. */
    LIKELY_REAL(2);

    private final int wire;

    RealUserStatus(int wire) {
        this.wire = wire;
    }

    static Optional<RealUserStatus> of(@Nullable Object claim) {
        for (RealUserStatus status : values()) {
            if (claim instanceof Integer number && number == status.wire) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
