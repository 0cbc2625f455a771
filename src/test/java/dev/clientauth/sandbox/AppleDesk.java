package dev.clientauth.sandbox;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sandbox of Apple's with a team, its Services ID and App ID, and a person: what most tests begin with. */
final class AppleDesk implements AutoCloseable {
    static final String WEB = "com.example.web";
    static final String APP = "com.example.app";
    static final URI CALLBACK = URI.create("https://app.example.com/callback");
    static final ApplePerson ADA = ApplePerson.of("Ada", "Lovelace", "ada@example.com");

    final MovableClock clock = new MovableClock();
    final Team team = Team.of("DEF123GHIJ", clock);
    final AppleSandbox apple;

    AppleDesk() {
        try {
            apple = AppleSandbox.start(clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        apple.register(team.owning(WEB), CALLBACK).register(team.owning(APP)).register(ADA);
    }

    URI at(String path) {
        return URI.create(apple.base() + path);
    }

    /** An authorization request that Apple takes, with some parameters changed: name, value; a value of null drops one. */
    URI authorize(String... changes) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", WEB);
        query.put("redirect_uri", CALLBACK.toString());
        query.put("response_type", "code");
        query.put("response_mode", "form_post");
        query.put("scope", "name email");
        query.put("state", "st4te");
        query.put("nonce", "n0nce");
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                query.remove(changes[i]);
            } else {
                query.put(changes[i], changes[i + 1]);
            }
        }
        return at("/auth/authorize?" + Team.encoded(query));
    }

    /** What the page answers when a button is pressed. */
    HttpResponse<String> press(URI page, String button, String value) {
        Map<String, String> form = new LinkedHashMap<>(Wire.inputs(Wire.get(page)));
        form.put(button, value);
        return Wire.post(at("/auth/authorize/decision"), form);
    }

    /** The callback's parameters after the first person continued at a page that answers with a form. */
    Map<String, String> continued(String... changes) {
        return Wire.inputs(press(authorize(changes), "person", "0"));
    }

    HttpResponse<String> exchange(String code) {
        return token("grant_type", "authorization_code", "code", code, "redirect_uri", CALLBACK.toString());
    }

    HttpResponse<String> token(String... more) {
        return team.post(apple.tokenEndpoint(), WEB, more);
    }

    ReceivedAttempt last() {
        List<ReceivedAttempt> received = apple.received();
        return received.get(received.size() - 1);
    }

    /** The names of the broken rules of the last request. */
    List<String> broken() {
        return last().diagnosis().broken().stream()
                .map(Finding::rule)
                .map(Rule::name)
                .toList();
    }

    @Override
    public void close() {
        apple.close();
    }
}
