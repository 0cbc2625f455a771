// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Comparator;
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
        return Verdict.of(context.claims(), claims -> {
            Verdict verdict = check(claims, endpoint);
            return verdict instanceof Verdict.Unknown
                    ? Verdict.broken(Redactor.member(claims.get("aud")), expected(endpoint))
                    : verdict;
        });
    }

    /** Returns the same verdict, with an array of several audiences being wrong, whatever it contains. */
    static Verdict checkOneOnHost(RuleContext context, String endpoint) {
        return Verdict.of(
                context.claims(),
                claims -> claims.get("aud") instanceof List<?> all && all.size() > 1
                        ? Verdict.broken(Redactor.member(all) + ", an array instead of one string", expected(endpoint))
                        : checkOnHost(context, endpoint));
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
        if (aud instanceof List<?> all && !all.isEmpty() && all.stream().allMatch(String.class::isInstance)) {
            return all.stream()
                    .map(one -> check(one, claims, endpoint, expected))
                    .min(Comparator.comparing(ServerAudience::severity))
                    .get();
        }
        return check(aud, claims, endpoint, expected);
    }

    /** One audience is enough: the best one counts. */
    private static int severity(Verdict verdict) {
        return verdict instanceof Verdict.Satisfied ? 0 : verdict instanceof Verdict.Unknown ? 1 : 2;
    }

    private static Verdict check(Object aud, Map<String, @Nullable Object> claims, String endpoint, String expected) {
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
