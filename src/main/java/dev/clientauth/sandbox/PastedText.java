package dev.clientauth.sandbox;

import java.util.Map;
import java.util.Optional;

/** A request that somebody pasted to have it judged. */
record PastedText(String text, Optional<String> provider, Optional<String> clientId, Optional<String> tokenEndpoint) {
    static PastedText of(String text) {
        return new PastedText(text, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static PastedText of(JsonDocument document) {
        document.only("text", "provider", "clientId", "tokenEndpoint");
        return new PastedText(
                document.requiredText("text"),
                document.text("provider"),
                document.text("clientId"),
                document.text("tokenEndpoint"));
    }

    String diagnosed(Branches branches, Workbench bench) {
        return JsonText.of(Map.of("form", "UNREADABLE"));
    }

    @Override
    public String toString() {
        return "PastedText[" + text.length() + " characters]";
    }
}
