// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.ResponseFormat;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;

/**
 * CMS Beneficiary Claims Data API (BCDA), authentication by a signed JWT (SSAS, version 2).
 *
 * <p>The client id is the client token of the registration, a long text. {@code scope} is {@code system/*.*}, {@code iat} is
 * required, and the headers are compared letter by letter.
 */
public final class CmsBcda {
    private static final Recognition RECOGNITION = PlaceHints.of("cms-bcda", "CMS BCDA")
            .host("api.bcda.cms.gov", "sandbox.bcda.cms.gov")
            .recognition();
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);

    static final ProviderEntry ENTRY =
            ProviderEntry.each("cms-bcda", "https://bcda.example.com/v2/token", CmsBcda::profile);

    private CmsBcda() {}

    /** Returns the profile of the server with this token endpoint. */
    public static Profile profile(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return SmartBackendServices.specification(tokenEndpoint).toBuilder("cms-bcda", "CMS BCDA")
                .responseFormat(new ResponseFormat(Duration.ofMinutes(5), "bearer", true, false, true))
                .recognition(RECOGNITION)
                .without("signature.raw")
                .without("alg.guaranteed")
                .with(Rules.algorithms(Sources.BCDA, JWSAlgorithm.RS384, JWSAlgorithm.RS256, JWSAlgorithm.RS512))
                .rule(RequestRules.plainContentType(Sources.BCDA))
                .rule(accept(Sources.BCDA))
                .rule(RequestRules.scope("system/*.*", "invalid_scope", Sources.BCDA))
                .rule(ClaimRules.audienceIsEndpoint(tokenEndpoint, Sources.BCDA)
                        .disputed("The server looks for a configured value, which need not be its URL."))
                .rule(TimeRules.seconds("iat", Sources.BCDA))
                .rule(TimeRules.atMostAfter(
                        Level.MUST, "exp.within-five-minutes-of-iat", "iat", MAX_LIFETIME, Sources.BCDA))
                .without("jti.unused")
                .build();
    }

    /** The Accept header is exactly application/json. */
    static Rule accept(Citation source) {
        return Rule.must("http.accept")
                .about(Field.httpHeader("Accept"))
                .states("The Accept header is application/json.")
                .remedy("Send Accept: application/json.")
                .source(source)
                .error("invalid_request")
                .fixed("application/json");
    }
}
