package dev.clientauth.sandbox.junit;

import java.util.Map;
import java.util.stream.Collectors;

/** Shows what a sandbox received below the failure of a test. */
final class WhatArrived extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WhatArrived(Map<String, String> entries) {
        super(
                entries.entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue())
                        .collect(Collectors.joining("\n\n", "\n", "")),
                null,
                false,
                false);
    }
}
