// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * CMS Data at the Point of Care (DPC).
 *
 * <p>The client id is the client token, a long text; the key id is the UUID that DPC gave to the public key; {@code scope} is
 * {@code system/*.*}. A JWT can be checked beforehand with {@code POST /Token/validate}.
 */
public final class CmsDpc {
    private static final Citation VALIDATOR =
            Sources.documented("CMSgov/dpc-app, TokenValidator.java", "https://github.com/CMSgov/dpc-app");
    private static final Pattern UUID_FORM = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Recognition RECOGNITION = PlaceHints.of("cms-dpc", "CMS DPC")
            .host("dpc.cms.gov", ".dpc.cms.gov")
            .path("(/api)?/v1/Token/auth")
            .recognition();

    static final ProviderEntry ENTRY =
            ProviderEntry.each("cms-dpc", "https://sandbox.dpc.cms.gov/api/v1/Token/auth", CmsDpc::profile);

    private CmsDpc() {}

    /** Returns the profile of the server with this token endpoint, which is also the audience. */
    public static Profile profile(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return SmartBackendServices.specification(tokenEndpoint).toBuilder("cms-dpc", "CMS DPC")
                .recognition(RECOGNITION)
                .rule(HeaderRules.keyIdForm("kid.uuid", UUID_FORM, "a UUID", VALIDATOR))
                .rule(ClaimRules.audience(tokenEndpoint.toString(), VALIDATOR))
                .rule(RequestRules.scope("system/*.*", "invalid_request", VALIDATOR))
                .build();
    }
}
