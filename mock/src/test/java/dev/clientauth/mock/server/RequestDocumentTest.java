// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.core.BoundedLog;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.Epic;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class RequestDocumentTest {
    @Test
    void theDocumentOfARequestWithManyParametersIsShort() {
        Profile epic = Epic.sandbox();
        TokenRequest request = TokenRequest.builder().body("a&".repeat(1 << 16)).build();
        RecordedRequest recorded = new RecordedRequest(
                Instant.parse("2026-11-20T12:00:00Z"),
                request,
                epic.diagnose(request, EvaluationContext.unknown()),
                400,
                Optional.of("invalid_client"));

        String report = String.valueOf(RequestDocument.full(new BoundedLog.Entry<>(1, "epic", recorded, 1))
                .get("report"));

        assertThat(report).contains("and 65436 more").hasSizeLessThan(100_000);
    }
}
