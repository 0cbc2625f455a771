// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.text.Redactor;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Microsoft Entra ID, client authentication with a certificate.
 *
 * <p>The key is named by the thumbprint of its certificate ({@code x5t#S256}), so the signing key needs the certificate that
 * was uploaded: {@code SigningKey.load(file).withCertificate(certificate)}. {@code scope} ends with {@code /.default}.
 */
public final class MicrosoftEntraId {
    private static final Citation CERTIFICATE = Sources.excerpt(
            "Microsoft identity platform, Certificate credentials",
            "https://learn.microsoft.com/en-us/entra/identity-platform/certificate-credentials");
    private static final Citation GRANT = Sources.documented(
            "Microsoft identity platform, OAuth 2.0 client credentials flow",
            "https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow");
    /** Microsoft's own libraries add these to every request, and they have no effect on it. */
    private static final Set<String> ADDED_BY_MSAL = Set.of("openid", "profile", "offline_access");

    private static final Recognition RECOGNITION = PlaceHints.of("microsoft-entra-id", "Microsoft Entra ID")
            .host(
                    "login.microsoftonline.com",
                    "login.microsoftonline.us",
                    "login.partner.microsoftonline.cn",
                    "login.windows.net")
            .recognition();

    static final ProviderEntry ENTRY = ProviderEntry.each(
            "microsoft-entra-id",
            "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token",
            MicrosoftEntraId::profile);

    private MicrosoftEntraId() {}

    /**
     * Returns the profile of a tenant.
     *
     * @param tokenEndpoint the token endpoint, {@code https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token}
     */
    public static Profile profile(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return PrivateKeyJwt.server(
                        "microsoft-entra-id",
                        "Microsoft Entra ID",
                        CERTIFICATE,
                        tokenEndpoint,
                        JWSAlgorithm.PS256,
                        JWSAlgorithm.RS256)
                .lifetime(Duration.ofMinutes(5))
                .chosenClaims("iat", "nbf", "exp", "jti")
                .issuer(tokenEndpoint.toString().replaceFirst("/oauth2(/v2[.]0)/token$", "$1"))
                .recognition(RECOGNITION)
                .without("signature.raw")
                // It looks for the certificate, and is not known to refuse a jti that was used before.
                .without("kid")
                .without("kid.present")
                .without("jti.unused")
                // Microsoft's own library for Java writes base64 with padding.
                .rule(HeaderRules.certificateThumbprintInAnyBase64(CERTIFICATE))
                .rule(audience(tokenEndpoint))
                .rule(
                        ClaimRules.audienceIsTheEndpoint(tokenEndpoint, CERTIFICATE)
                                .disputed(
                                        "A tenant's endpoint has several URLs: with its id or one of its domains, in two versions."))
                .rule(ClaimRules.jti(CERTIFICATE))
                .rule(RequestRules.clientId(GRANT))
                .rule(RequestRules.scopePresent("https://graph.microsoft.com/.default", GRANT))
                .rule(defaultScope())
                .build();
    }

    /** Another URL of the login server is not known to be refused. */
    private static Rule audience(URI tokenEndpoint) {
        String server = tokenEndpoint.getScheme() + "://" + tokenEndpoint.getRawAuthority() + "/";
        return Rule.must("aud")
                .about(Field.claim("aud"))
                .states("aud is a URL of the login server that receives the request, such as its token endpoint.")
                .remedy("Set aud to the URL of the token endpoint, " + tokenEndpoint + ", as one string.")
                .source(CERTIFICATE)
                .fixed(
                        Fact.of(tokenEndpoint.toString()),
                        (context, right) -> Verdict.of(context.claims(), claims -> {
                            Object aud = claims.get("aud");
                            Object one = aud instanceof List<?> all && all.size() == 1 ? all.get(0) : aud;
                            return Verdict.satisfiedIf(
                                    one instanceof String url && url.startsWith(server),
                                    aud == null
                                            ? "absent"
                                            : Redactor.member(aud)
                                                    + (aud instanceof List ? ", an array instead of one string" : ""),
                                    Redactor.quoted(right));
                        }));
    }

    private static Rule defaultScope() {
        return Rule.must("scope.default")
                .about(Field.parameter("scope"))
                .states(
                        "With grant_type client_credentials, each scope ends with /.default, apart from openid, profile and"
                                + " offline_access.")
                .remedy("Request the resource with /.default, for example https://graph.microsoft.com/.default; the"
                        + " permissions themselves are granted to the application.")
                .source(GRANT)
                .error("invalid_scope")
                .onlyWith(RequestRules.grant("client_credentials"))
                .check(
                        Facts.parameter("scope"),
                        scope -> Verdict.satisfiedIf(
                                hasOnlyDefaultScopes(scope),
                                Redactor.quoted(scope),
                                "a scope that ends with /.default"));
    }

    private static boolean hasOnlyDefaultScopes(String scope) {
        List<String> resources = Stream.of(scope.strip().split(" +"))
                .filter(part -> !ADDED_BY_MSAL.contains(part))
                .toList();
        return !resources.isEmpty() && resources.stream().allMatch(part -> part.endsWith("/.default"));
    }
}
