package dev.clientauth.mock.api;

import java.time.Instant;
import java.util.List;

/** One export: what was asked for, what there is, and how often it has been asked about. Thread-safe. */
final class BulkExport {
    /** Enough to see that a client goes on asking. */
    private static final int POLLS = 2;

    private final String clientId;
    private final String request;
    private final Instant transactionTime;
    private final List<FhirPatient> patients;
    private int polls;

    /**
     * An export that has just begun.
     *
     * @param clientId whose it is
     * @param request the URL of the kick-off
     * @param transactionTime the instant of which the data are
     * @param patients what is exported
     */
    BulkExport(String clientId, String request, Instant transactionTime, List<FhirPatient> patients) {
        this.clientId = clientId;
        this.request = request;
        this.transactionTime = transactionTime;
        this.patients = patients;
    }

    /** Counts one question; the percentage that is done by then, 100 at last. */
    synchronized int poll() {
        polls = Math.min(polls + 1, POLLS + 1);
        return polls > POLLS ? 100 : polls * 100 / (POLLS + 1);
    }

    synchronized boolean isDone() {
        return polls > POLLS;
    }

    String clientId() {
        return clientId;
    }

    String request() {
        return request;
    }

    Instant transactionTime() {
        return transactionTime;
    }

    List<FhirPatient> patients() {
        return patients;
    }
}
