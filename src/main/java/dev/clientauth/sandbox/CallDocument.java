package dev.clientauth.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** A call to an API as the administration API writes it. */
final class CallDocument {
    private CallDocument() {}

    static Map<String, Object> of(Shelf.Entry<ReceivedCall> entry) {
        ReceivedCall call = entry.received();
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
