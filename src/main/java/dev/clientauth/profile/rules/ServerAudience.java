// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks an audience for a server whose issuer identifier is not known. */
final class ServerAudience {
    /** Endpoints with their own URLs that are not audiences of a token request. */
    private static final Set<String> OTHER_ENDPOINTS =
            Set.of("token", "authorize", "auth", "revoke", "userinfo", "register", "jwks");

    private ServerAudience() {}

    /** Returns the verdict on the {@code aud} claim for this token endpoint. */
    static Verdict check(RuleContext context, String endpoint) {
        return Verdict.of(context.claims(), claims -> check(claims, endpoint));
    }

    /** Returns the verdict, with an audience on another host being wrong. */
    static Verdict checkOnHost(RuleContext context, String endpoint) {
        Verdict verdict = check(context, endpoint);
        return verdict instanceof Verdict.Unknown && Facts.audience().in(context) instanceof FactValue.Value<String> aud
                ? Verdict.broken(Redactor.quoted(aud.value()), expected(endpoint))
                : verdict;
    }

    private static String expected(String endpoint) {
        return "the token endpoint " + Redactor.quoted(endpoint) + " or the server's issuer identifier";
    }

    private static Verdict check(Map<String, @Nullable Object> claims, String endpoint) {
        Object aud = claims.get("aud");
        String expected = expected(endpoint);
        if (aud == null) {
            return Verdict.broken("absent", expected);
        }
        if (aud instanceof List<?> all && all.size() == 1) {
            aud = all.get(0);
        }
        if (!(aud instanceof String text)) {
            return Verdict.broken(
                    Redactor.member(aud) + (aud instanceof List ? ", an array instead of one string" : ""), expected);
        }
        if (text.equals(endpoint)) {
            return Verdict.satisfied();
        }
        String fault = fault(text, endpoint);
        if (!fault.isEmpty()) {
            return Verdict.broken(Redactor.quoted(text) + fault, expected);
        }
        if (text.equals(claims.get("iss")) || text.equals(claims.get("sub"))) {
            return Verdict.broken(Redactor.quoted(text) + ", which is the client itself", expected);
        }
        return isOnHostOf(text, endpoint)
                ? Verdict.satisfied()
                : new Verdict.Unknown("the server's issuer identifier, to compare aud with");
    }

    /** Returns what is wrong with an audience for any issuer; empty if nothing is. */
    private static String fault(String aud, String endpoint) {
        if (aud.isBlank()) {
            return ", which is empty";
        }
        if (!aud.strip().equals(aud)) {
            return ", with white space around it";
        }
        if (aud.startsWith("/")) {
            return ", a path without a host";
        }
        String lower = aud.toLowerCase(Locale.ROOT);
        if (lower.indexOf("://", lower.indexOf("://") + 1) > 0 && lower.contains("http")) {
            return ", with the scheme twice";
        }
        if (aud.equals(endpoint + "/") || (aud + "/").equals(endpoint)) {
            return ", which differs by a trailing slash";
        }
        if (lower.equals(endpoint.toLowerCase(Locale.ROOT))) {
            return ", which differs in upper and lower case";
        }
        if (("https" + lower.substring(Math.min(lower.length(), 4))).equals(endpoint.toLowerCase(Locale.ROOT))) {
            return ", with http in place of https";
        }
        if (withoutQuery(aud).equals(withoutQuery(endpoint))) {
            return ", which differs in its query";
        }
        String path = withoutQuery(lower);
        String last = path.substring(path.lastIndexOf('/') + 1);
        return lower.contains("://") && OTHER_ENDPOINTS.contains(last) && isOnHostOf(aud, endpoint)
                ? ", another endpoint of the server"
                : "";
    }

    private static String withoutQuery(String url) {
        int end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end);
    }

    /** Returns whether it is a URL on the endpoint's host, or a text that begins with that host. */
    private static boolean isOnHostOf(String aud, String endpoint) {
        String host = URI.create(endpoint).getHost();
        if (host == null) {
            return false;
        }
        String bare = aud.toLowerCase(Locale.ROOT).replaceFirst("^https://", "");
        String expected = host.toLowerCase(Locale.ROOT);
        return bare.startsWith(expected)
                && (bare.length() == expected.length() || "/:".indexOf(bare.charAt(expected.length())) >= 0);
    }
}
