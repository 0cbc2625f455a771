// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import java.time.Instant;
import java.util.List;

/** One bulk export with its progress. Thread-safe. */
final class BulkExport {
    /** Enough to test that a client polls. */
    private static final int POLLS = 2;

    private final String clientId;
    private final String request;
    private final Instant transactionTime;
    private final List<FhirPatient> patients;
    private int polls;

    /**
     * Starts an export.
     *
     * @param clientId the client that started it
     * @param request the URL of the kick-off
     * @param transactionTime the time of the exported data
     * @param patients the exported patients
     */
    BulkExport(String clientId, String request, Instant transactionTime, List<FhirPatient> patients) {
        this.clientId = clientId;
        this.request = request;
        this.transactionTime = transactionTime;
        this.patients = patients;
    }

    /** Counts a status request, and returns the progress in percent; the third returns 100. */
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
