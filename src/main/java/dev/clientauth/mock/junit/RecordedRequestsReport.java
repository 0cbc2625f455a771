package dev.clientauth.mock.junit;

import java.util.Map;
import java.util.stream.Collectors;

/** Shows what a mock received below the failure of a test. */
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
