// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider.base;

import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.Recognition.ProductMark;
import dev.clientauth.profile.Recognition.ProviderHint;
import dev.clientauth.profile.rules.RequestRules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Recognizes a provider by where its requests go: by host, path or audience. */
public final class PlaceHints {
    /** A host that only this provider has outweighs every habit. */
    private static final int HOST = 12;

    private static final int PATH = 8;

    private final String id;
    private final String name;
    private final Predicate<RequestTraits> condition;
    private final List<ProviderHint> hints = new ArrayList<>();
    private final List<ProductMark> marks = new ArrayList<>();

    private PlaceHints(String id, String name, Predicate<RequestTraits> condition) {
        this.id = id;
        this.name = name;
        this.condition = condition;
    }

    /** For a provider at which a JWT authenticates the client. */
    public static PlaceHints of(String id, String name) {
        return new PlaceHints(id, name, t -> true);
    }

    /** For a provider at which a JWT is itself the grant. */
    public static PlaceHints ofGrant(String id, String name) {
        return new PlaceHints(
                id,
                name,
                t -> t.parameter("client_assertion").isEmpty()
                        && Set.of("", RequestRules.JWT_BEARER_GRANT).contains(t.parameter("grant_type")));
    }

    /** Recognized by these hosts, and by those below {@code .domain}. */
    public PlaceHints host(String... hosts) {
        return hint(HOST, "the URL or aud is on a host of " + name, t -> isAt(t.host(), hosts));
    }

    /** Recognized by this path. */
    public PlaceHints path(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return hint(
                PATH,
                "the path is a path of " + name,
                t -> pattern.matcher(t.path()).matches());
    }

    /** Recognized by this audience, which is wrong everywhere else. */
    public PlaceHints audience(String... audiences) {
        for (String aud : audiences) {
            marks.add(RequestTraits.mark(
                    "aud " + aud + " is the audience of " + name + ".",
                    Set.of(id),
                    t -> t.audiences().contains(aud)));
        }
        return hint(
                HOST,
                "aud is the audience of " + name,
                t -> t.endpoint().isEmpty() && t.audiences().stream().anyMatch(List.of(audiences)::contains));
    }

    private PlaceHints hint(int weight, String reason, Predicate<RequestTraits> matches) {
        hints.add(RequestTraits.hint(weight, reason, condition.and(matches)));
        return this;
    }

    public Recognition recognition() {
        return new Recognition(hints, marks);
    }

    private static boolean isAt(String host, String... hosts) {
        for (String known : hosts) {
            if (known.startsWith(".") ? host.endsWith(known) : host.equals(known)) {
                return true;
            }
        }
        return false;
    }
}
