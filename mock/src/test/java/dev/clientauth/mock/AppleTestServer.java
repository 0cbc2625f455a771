// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.mock.server.MockApple;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mock of Apple with a team, its Services ID and App ID, and a user: the starting point of most tests. */
public final class AppleTestServer implements AutoCloseable {
    public static final String WEB = "com.example.web";
    public static final String APP = "com.example.app";
    public static final URI CALLBACK = URI.create("https://app.example.com/callback");
    public static final ApplePerson ADA = ApplePerson.of("Ada", "Lovelace", "ada@example.com");

    public final MovableClock clock = new MovableClock();
    public final AppleTeam team = AppleTeam.of("DEF123GHIJ", clock);
    public final MockApple apple;

    public AppleTestServer() {
        try {
            apple = MockApple.start(clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        apple.register(team.owning(WEB), CALLBACK).register(team.owning(APP)).register(ADA);
    }

    public URI at(String path) {
        return URI.create(apple.base() + path);
    }

    /** A valid authorization request, with some parameters changed: name, value; null removes one. */
    public URI authorize(String... changes) {
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
        return at("/auth/authorize?" + AppleTeam.encoded(query));
    }

    /** The response of the page when a button is pressed. */
    public HttpResponse<String> press(URI page, String button, String value) {
        Map<String, String> form = new LinkedHashMap<>(TestHttp.inputs(TestHttp.get(page)));
        form.put(button, value);
        return TestHttp.post(at("/auth/authorize/decision"), form);
    }

    /** The parameters of the callback after the first user continued on a page that returns a form. */
    public Map<String, String> continued(String... changes) {
        return TestHttp.inputs(press(authorize(changes), "person", "0"));
    }

    public HttpResponse<String> exchange(String code) {
        return token("grant_type", "authorization_code", "code", code, "redirect_uri", CALLBACK.toString());
    }

    public HttpResponse<String> token(String... more) {
        return team.post(apple.tokenEndpoint(), WEB, more);
    }

    public RecordedRequest last() {
        List<RecordedRequest> received = apple.received();
        return received.get(received.size() - 1);
    }

    /** The names of the broken rules of the last request. */
    public List<String> broken() {
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
