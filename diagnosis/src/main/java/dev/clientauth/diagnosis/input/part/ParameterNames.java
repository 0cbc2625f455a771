// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes request parameters, and the settings that contain them, by name. */
public final class ParameterNames {
    /** Only a request has these. */
    private static final Set<String> OF_REQUESTS = Set.of(
            "grant_type",
            "client_assertion",
            "client_assertion_type",
            "assertion",
            "code",
            "code_verifier",
            "refresh_token",
            "token",
            "token_type_hint",
            "target");

    /** Further parameters that a request may need. */
    public static final List<String> REQUIRED = List.of(
            "grant_type",
            "client_assertion",
            "client_assertion_type",
            "client_secret",
            "client_id",
            "scope",
            "code",
            "refresh_token",
            "redirect_uri",
            "token",
            "assertion");

    private static final Pattern SETTING = Pattern.compile(
            "(?:.*_)?(client_secret|client_id|client_assertion|client_assertion_type|grant_type|team_id|key_id|"
                    + "private_key|private_key_id|redirect_uri|token_uri|token_url|token_endpoint|services_id|service_id|bundle_id|issuer|scopes?)");
    private static final Pattern SECRET =
            Pattern.compile("(?:.*_)?(?:apple|oauth|oidc|siwa|provider|google|epic)_(?:.*_)?(?:secret|jwt)");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private ParameterNames() {}

    /** Returns whether the members of an object are request parameters, or settings named like parameters. */
    public static boolean areParameters(Tree tree) {
        if (ResponseBody.isResponse(tree)) {
            return false;
        }
        boolean isStrong = tree.members().stream().anyMatch(m -> Names.isStrong(m.name()));
        return isStrong
                || (tree.has("client_id") && tree.hasAny(Set.of("token", "code", "refresh_token", "redirect_uri")));
    }

    /** Returns whether they are settings of an application: what they do not contain is then unknown. */
    public static boolean isConfiguration(List<TokenRequest.Parameter> parameters) {
        return parameters.stream().noneMatch(p -> OF_REQUESTS.contains(p.name()));
    }

    /**
     * The parameter, or {@code team_id}, {@code key_id} and the like, that a setting with this name contains; null for
     * others.
     */
    public static @Nullable String setting(String name) {
        if (name.length() > 120 || name.isEmpty()) {
            return null;
        }
        String snake = CAMEL.matcher(name)
                .replaceAll("_")
                .toLowerCase(Locale.ROOT)
                .replace('-', '_')
                .replace('.', '_')
                .replace(' ', '_')
                .replace("__", "_");
        Matcher setting = SETTING.matcher(snake);
        if (setting.matches()) {
            return setting.group(1);
        }
        return SECRET.matcher(snake).matches() ? "client_secret" : null;
    }
}
