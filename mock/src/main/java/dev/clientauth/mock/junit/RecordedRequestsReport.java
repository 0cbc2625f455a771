// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.junit;

import java.util.Map;
import java.util.stream.Collectors;

/** Attached to a test failure as a suppressed exception: shows what a mock received. */
final class RecordedRequestsReport extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordedRequestsReport(Map<String, String> entries) {
        super(
                entries.entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue())
                        .collect(Collectors.joining("\n\n", "\n", "")),
                null,
                false,
                false);
    }
}
