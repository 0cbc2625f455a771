// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.provider.base.Sources;

/** The rule about where Epic takes a client's public key from, by version and place. */
final class EpicKeys {
    static final Citation CHANGELOG = Sources.documented(
                    "Epic, changelog of 14 August 2026, in api-evangelist/epic-systems",
                    "https://github.com/api-evangelist/epic-systems",
                    Sources.READ_AGAIN)
            .readAs(Citation.Access.SECONDARY);

    private EpicKeys() {}

    /** The public key is registered in a way that this version accepts at the sandbox, or at customers. */
    static Rule origin(boolean isSandbox, Epic.Version version) {
        boolean acceptsStatic = version.acceptsStaticKeys(isSandbox);
        boolean isLoaded = version.isConfiguredByCustomer();
        return Rule.must("key.origin")
                .about(Field.SIGNATURE)
                .states(
                        !acceptsStatic
                                ? "The public key is registered by JWK Set URL."
                                : isLoaded
                                        ? "The public key is registered by JWK Set URL, or is an RSA key that the customer"
                                                + " loaded from a .pem file."
                                        : "An EC key is registered by JWK Set URL. An RSA key may be uploaded instead.")
                .remedy(remedy(isSandbox, acceptsStatic, isLoaded))
                .source(CHANGELOG)
                .check(Facts.algorithm(), Facts.keyOrigin().ifKnown(), (algorithm, origin) -> {
                    boolean isRsa = JWSAlgorithm.Family.RSA.contains(algorithm);
                    if (acceptsStatic && isRsa) {
                        return Verdict.satisfied();
                    }
                    return origin.<Verdict>map(known -> Verdict.satisfiedIf(
                                    known == KeyOrigin.JWK_SET_URL,
                                    isRsa ? "a static RSA key" : "a static EC key",
                                    "a key from the client's JWK Set URL"))
                            .orElseGet(() -> new Verdict.Unknown(Facts.KEY_ORIGIN));
                });
    }

    private static String remedy(boolean isSandbox, boolean acceptsStatic, boolean isLoaded) {
        if (isSandbox) {
            return "Publish a JWK Set and register its URL on the app's page"
                    + (acceptsStatic ? ", or use an RSA key." : ", as the non-production JWK Set URL.");
        }
        if (!isLoaded) {
            return "Publish a JWK Set and register its URL on the app's page, or use an RSA key.";
        }
        return "Publish a JWK Set and have the customer configure its URL for this app"
                + (acceptsStatic ? ", or give the customer a .pem file with a public RSA key." : ".");
    }
}
