// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.core.BoundedLog;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a call to an API as JSON. */
final class CallDocument {
    private CallDocument() {}

    static Map<String, Object> of(BoundedLog.Entry<RecordedApiCall> entry) {
        RecordedApiCall call = entry.received();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("seq", entry.seq());
        members.put("at", call.receivedAt().toString());
        members.put("provider", call.provider());
        call.clientId().ifPresent(client -> members.put("clientId", client));
        members.put("method", call.method());
        members.put("path", call.path());
        members.put("status", call.status());
        call.reason().ifPresent(reason -> members.put("reason", reason));
        call.remedy().ifPresent(remedy -> members.put("remedy", remedy));
        return members;
    }
}
