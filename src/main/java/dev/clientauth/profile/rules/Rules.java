// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.text.Redactor;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sets a property of a profile together with the rules that follow from it, for {@link Profile.Builder#with}.
 *
 * <pre>{@code
 * Profile.builder("acme", "Acme").with(Rules.tokenEndpoint(url, page)).with(Rules.algorithms(page, JWSAlgorithm.ES256))
 * }</pre>
 */
public final class Rules {
    private Rules() {}

    /** Sets the parameter that contains the assertion, and requires it there. */
    public static Consumer<Profile.Builder> assertionParameter(AssertionParameter parameter, Citation source) {
        return profile -> {
            profile.assertionParameter(parameter).rule(RequestRules.assertionIn(parameter, source));
            if (parameter == AssertionParameter.CLIENT_ASSERTION) {
                profile.rule(RequestRules.assertionType(source));
            }
        };
    }

    /** Sets the algorithms that the provider accepts, preferred first, and requires one that fits the key. */
    public static Consumer<Profile.Builder> algorithms(Citation source, JWSAlgorithm... algorithms) {
        return profile -> profile.algorithms(algorithms)
                .rule(HeaderRules.algorithm(List.of(algorithms), source))
                .rule(HeaderRules.algorithmFitsKey(source));
    }

    /** Sets the URL of the token endpoint, and requires it, or another URL that the provider is known to serve. */
    public static Consumer<Profile.Builder> tokenEndpoint(URI tokenEndpoint, Citation source, URI... accepted) {
        return profile ->
                profile.tokenEndpoint(tokenEndpoint).rule(EndpointRules.endpoint(tokenEndpoint, source, accepted));
    }

    /** Returns the values in quotation marks, as alternatives, for the statement of a rule. */
    static String oneOf(String value, String... accepted) {
        List<String> values = Stream.concat(Stream.of(value), Stream.of(accepted))
                .map(Redactor::withoutTokens)
                .map(text -> "\"" + text + "\"")
                .toList();
        int last = values.size() - 1;
        return last == 0 ? values.get(0) : String.join(", ", values.subList(0, last)) + " or " + values.get(last);
    }
}
