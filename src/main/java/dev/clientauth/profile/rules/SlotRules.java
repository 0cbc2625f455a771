// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules about valid values in the wrong place. */
public final class SlotRules {
    private static final Pattern HEX = Pattern.compile("(?i)[0-9a-f]+\\s*");
    private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9_.:/*-]+");
    private static final Map<String, Integer> THUMBPRINT_BYTES = Map.of("x5t", 20, "x5t#S256", 32);
    private static final List<String> NEVER_IDENTITY_TOKENS = List.of("code", "refresh_token", "token");

    private SlotRules() {}

    /** The parameters do not contain a private key. */
    public static Rule noPrivateKey(Citation source) {
        return Rule.must("parameters.no-private-key")
                .about(Field.REQUEST)
                .states("The parameters do not contain a private key.")
                .remedy(
                        "This key is compromised: revoke it now and generate a new one. Never send the private key; sign a JWT"
                                + " with it and send the JWT.")
                .source(source)
                .check(Facts.parameters(), parameters -> {
                    String names = parameters.stream()
                            .filter(p -> SecretShape.isPrivateKey(p.value()))
                            .map(p -> Redactor.name(p.name()))
                            .distinct()
                            .collect(Collectors.joining(", "));
                    return Verdict.satisfiedIf(
                            names.isEmpty(), "the private key itself is sent as " + names, "a JWT signed with the key");
                });
    }

    /** code, refresh_token and token are not identity tokens. */
    public static Rule noIdentityToken(Citation source) {
        return Rule.must("parameters.no-identity-token")
                .about(Field.parameter("*"))
                .states("code, refresh_token and token are not identity tokens.")
                .remedy(
                        "Send the authorization code as code, and the refresh_token or access_token of the token response"
                                + " as refresh_token or token; never its id_token.")
                .source(source)
                .error("invalid_grant")
                .check(Facts.parameters(), parameters -> {
                    String names = parameters.stream()
                            .filter(p -> NEVER_IDENTITY_TOKENS.contains(p.name()))
                            .filter(p -> SecretShape.isIdentityToken(p.value()))
                            .map(TokenRequest.Parameter::name)
                            .distinct()
                            .collect(Collectors.joining(", "));
                    return Verdict.satisfiedIf(
                            names.isEmpty(), names + " is an identity token (a JWT)", "a code or an opaque token");
                });
    }

    /** Scopes are separated by spaces. */
    public static Rule scopesSeparatedBySpaces(Citation source) {
        return Rule.must("scope.spaces")
                .about(Field.parameter("scope"))
                .states("The scopes in scope are separated by spaces.")
                .remedy("Separate the scopes with single spaces, not commas.")
                .source(source)
                .error("invalid_scope")
                .check(
                        Facts.parameter("scope"),
                        scope -> Verdict.satisfiedIf(
                                !isCommaSeparated(scope), Redactor.quoted(scope) + ", separated by commas", "spaces"));
    }

    private static boolean isCommaSeparated(String scope) {
        // A comma may be part of the query of a scope, as in system/Observation.rs?category=a,b.
        if (scope.indexOf(',') < 0 || scope.indexOf('?') >= 0) {
            return false;
        }
        String[] parts = scope.split("[,\\s]+");
        return parts.length > 1
                && Arrays.stream(parts).allMatch(part -> SCOPE.matcher(part).matches());
    }

    /** {@code x5t} and {@code x5t#S256} are the hash itself in base64url, not its hexadecimal text. */
    public static Rule thumbprintOfBytes(Citation source) {
        return Rule.must("x5t.bytes")
                .about(Field.header("x5t"))
                .states(
                        "A certificate thumbprint (x5t, x5t#S256) is the base64url encoding of the hash itself: 20 bytes for SHA-1, 32"
                                + " for SHA-256.")
                .remedy("Decode the hexadecimal thumbprint to bytes first, then encode the bytes as base64url.")
                .source(source)
                .check(
                        Facts.header(),
                        header -> THUMBPRINT_BYTES.entrySet().stream()
                                .flatMap(entry ->
                                        fault(header.get(entry.getKey()), entry.getKey(), entry.getValue()).stream())
                                .findFirst()
                                .orElseGet(Verdict::satisfied));
    }

    private static Optional<Verdict> fault(@Nullable Object value, String name, int bytes) {
        if (!(value instanceof String text)) {
            return Optional.empty();
        }
        byte[] decoded;
        try {
            decoded = Base64.getUrlDecoder()
                    .decode(text.replace('+', '-').replace('/', '_').replace("=", ""));
        } catch (IllegalArgumentException notBase64) {
            return Optional.of(Verdict.broken(name + " is not base64url", bytes + " bytes in base64url"));
        }
        if (decoded.length == bytes) {
            return Optional.empty();
        }
        boolean isHex =
                HEX.matcher(new String(decoded, StandardCharsets.ISO_8859_1)).matches();
        return Optional.of(Verdict.broken(
                name + " holds " + DurationFormat.counted(decoded.length, "byte")
                        + (isHex ? ": the base64 of the thumbprint's hexadecimal text" : ""),
                bytes + " bytes"));
    }

    /** A client assertion, if present, is not empty. */
    public static Rule assertionNotEmpty(Citation source) {
        return Rule.must("client-assertion.not-empty")
                .about(Field.parameter("client_assertion"))
                .states("client_assertion and client_assertion_type, if present, are not empty.")
                .remedy("Omit both if the client authenticates in another way; otherwise set both.")
                .source(source)
                .error("invalid_request")
                .check(Facts.parameters(), parameters -> {
                    String empty = parameters.stream()
                            .filter(p -> p.name().startsWith("client_assertion")
                                    && p.value().isBlank())
                            .map(TokenRequest.Parameter::name)
                            .collect(Collectors.joining(", "));
                    return Verdict.satisfiedIf(empty.isEmpty(), "empty: " + empty, "a value, or no such parameter");
                });
    }

    /** The typ of the JWT is not that of another kind of JWT. */
    public static Rule typeOfNoOtherKind(Citation source) {
        Map<String, String> others = Map.of(
                "at+jwt", "an access token",
                "oauth-authz-req+jwt", "a request object",
                "dpop+jwt", "a DPoP proof",
                "logout+jwt", "a logout token",
                "secevent+jwt", "a security event",
                "token-introspection+jwt", "an introspection response");
        return Rule.must("typ.other-kind")
                .about(Field.header("typ"))
                .states("The header's typ is not the typ of another kind of JWT.")
                .remedy("Create a client assertion, with typ JWT or client-authentication+jwt.")
                .source(source)
                .check(Facts.header("typ"), typ -> {
                    String kind = others.get(typ.toLowerCase(Locale.ROOT).replaceFirst("^application/", ""));
                    return Verdict.satisfiedIf(
                            kind == null,
                            Redactor.quoted(typ) + ", the typ of " + kind,
                            "JWT or client-authentication+jwt");
                });
    }
}
