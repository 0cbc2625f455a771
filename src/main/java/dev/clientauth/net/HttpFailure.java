package dev.clientauth.net;

import java.io.IOException;

/** There is no response that can be used. The message is of this library's own words; nothing received is in it. */
public final class HttpFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final TransportFault fault;
    private final int status;

    private HttpFailure(TransportFault fault, String message, int status, RedactedException cause) {
        super(message, cause);
        this.fault = fault;
        this.status = status;
    }

    /** The failure that an exception of a layer below means. */
    public static HttpFailure of(Throwable original) {
        return of(original, 0);
    }

    /** The same, after the status line was read. */
    static HttpFailure of(Throwable original, int status) {
        TransportFault fault = TransportFault.of(original);
        String reason = original instanceof UnusableResponseException unusable ? unusable.reason() : fault.reason();
        String name = original.getClass().getSimpleName();
        boolean isVague = fault.isVague() && !name.isEmpty();
        return new HttpFailure(
                fault, reason + (isVague ? " (" + name + ")" : ""), status, RedactedException.of(original));
    }

    /** Why there is no response. */
    public TransportFault fault() {
        return fault;
    }

    /** The HTTP status, 0 where none was received. */
    public int status() {
        return status;
    }
}
