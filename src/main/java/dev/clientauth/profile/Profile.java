// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lists what one provider requires of a client that authenticates with a signed JWT.
 *
 * <p>Immutable. The requirements are {@linkplain #rules() rules}; a profile also has the few settings that the client may
 * choose. A custom profile takes about twenty lines of code; see {@link #builder(String, String)} and {@link #toBuilder()}.
 */
public final class Profile {
    private final String id;
    private final String name;
    private final AssertionParameter assertionParameter;
    private final AssertionReuse assertionReuse;
    private final List<JWSAlgorithm> algorithms;
    private final Duration lifetime;
    private final Duration issuedAtBackdate;
    private final List<String> chosenClaims;
    private final ResponseFormat responseFormat;
    private final boolean rotatesRefreshTokens;
    private final boolean issuesTokensForUsers;
    private final @Nullable URI tokenEndpoint;
    private final @Nullable String issuer;
    private final List<Rule> rules;
    private final List<KnownCause> knownCauses;
    private final Recognition recognition;

    private Profile(Builder b) {
        this.id = b.id;
        this.name = b.name;
        this.assertionParameter = b.assertionParameter;
        this.assertionReuse = b.assertionReuse;
        this.algorithms = List.copyOf(b.algorithms);
        this.lifetime = b.lifetime;
        this.issuedAtBackdate = b.issuedAtBackdate;
        this.chosenClaims = List.copyOf(b.chosenClaims);
        this.responseFormat = b.responseFormat;
        this.rotatesRefreshTokens = b.rotatesRefreshTokens;
        this.issuesTokensForUsers = b.issuesTokensForUsers;
        this.tokenEndpoint = b.tokenEndpoint;
        this.issuer = b.issuer;
        this.rules = b.rules.values().stream().map(rule -> rule.within(b.id)).toList();
        this.knownCauses = List.copyOf(b.knownCauses);
        this.recognition = b.recognition;
    }

    /**
     * Returns a builder for a profile.
     *
     * @param id a short, stable id, such as {@code epic}; the prefix of the ids of its rules
     * @param name the name of the provider
     */
    public static Builder builder(String id, String name) {
        Arguments.notBlank(id, "id");
        Arguments.notBlank(name, "name");
        return new Builder(id, name);
    }

    /** Returns a builder with the values of this profile. */
    public Builder toBuilder() {
        return new Builder(this, id, name);
    }

    /** Returns a builder with the values of this profile under another name. */
    public Builder toBuilder(String id, String name) {
        Arguments.notBlank(id, "id");
        Arguments.notBlank(name, "name");
        return new Builder(this, id, name);
    }

    /** Returns the id, such as {@code apple-school-manager}. */
    public String id() {
        return id;
    }

    /** Returns the name of the provider, such as {@code Apple School Manager}. */
    public String name() {
        return name;
    }

    /** Returns the parameter in which the signed JWT is sent. */
    public AssertionParameter assertionParameter() {
        return assertionParameter;
    }

    /** Returns how often the provider accepts the same assertion. */
    public AssertionReuse assertionReuse() {
        return assertionReuse;
    }

    /** Returns the algorithms that the provider accepts, preferred first. */
    public List<JWSAlgorithm> algorithms() {
        return algorithms;
    }

    /** Returns the default time from {@code iat} to {@code exp} of an assertion. */
    public Duration lifetime() {
        return lifetime;
    }

    /** Returns how far {@code iat} is backdated, so that a clock that is slightly fast is tolerated. */
    public Duration issuedAtBackdate() {
        return issuedAtBackdate;
    }

    /**
     * Returns the claims of an assertion besides the fixed ones, in order, such as {@code iat}, {@code exp} and {@code jti}.
     */
    public List<String> chosenClaims() {
        return chosenClaims;
    }

    /** Returns the format of the provider's responses, for mocks of it. */
    public ResponseFormat responseFormat() {
        return responseFormat;
    }

    /**
     * Returns whether the provider may rotate refresh tokens (RFC 6749 section 6); true unless it is documented that it does
     * not. A refresh token that may have been rotated is not sent again after a lost response, because the provider would
     * consider it stolen and revoke the grant (RFC 9700 section 4.14.2).
     */
    public boolean rotatesRefreshTokens() {
        return rotatesRefreshTokens;
    }

    /**
     * Returns whether the provider issues tokens for users who sign in, and a token for the client itself only with certain
     * scopes; false by default.
     */
    public boolean issuesTokensForUsers() {
        return issuesTokensForUsers;
    }

    /** Returns the token endpoint, unless it is different for each customer. */
    public Optional<URI> tokenEndpoint() {
        return Optional.ofNullable(tokenEndpoint);
    }

    /** Returns the issuer identifier of the server, if it is known; mocks put it into identity tokens. */
    public Optional<String> issuer() {
        return Optional.ofNullable(issuer);
    }

    /** Returns the rules, in the order in which a request is built. */
    public List<Rule> rules() {
        return rules;
    }

    /** Returns the rule with this name, such as {@code exp.in-future}. */
    public Optional<Rule> rule(String ruleName) {
        Arguments.notBlank(ruleName, "ruleName");
        return rules.stream().filter(rule -> rule.name().equals(ruleName)).findFirst();
    }

    /** Returns possible causes outside the request, most frequent first. */
    public List<KnownCause> knownCauses() {
        return knownCauses;
    }

    /** Returns how requests to this provider are recognized. */
    public Recognition recognition() {
        return recognition;
    }

    /** Returns the values that the rules write into the assertions of a client. */
    public FieldValues fieldValues(URI endpoint, Registration registration) {
        Arguments.required(endpoint, "endpoint");
        Arguments.required(registration, "registration");
        return fieldValues(TokenRequest.builder().endpoint(endpoint).build(), registration);
    }

    /** Returns the values that the rules write into a client's request with this URL and grant type. */
    public FieldValues fieldValues(TokenRequest request, Registration registration) {
        Arguments.required(request, "request");
        Arguments.required(registration, "registration");
        return FieldValues.of(
                rules, new RuleContext(request, EvaluationContext.unknown().withRegistration(registration)));
    }

    /** Returns whether this request needs a client assertion. It does not if the grant is a JWT that replaces it. */
    public boolean takesAssertion(TokenRequest request) {
        Arguments.required(request, "request");
        Field field = Field.parameter(assertionParameter.parameter());
        RuleContext context = new RuleContext(request, EvaluationContext.unknown());
        return rules.stream().filter(rule -> rule.field().equals(field)).allMatch(rule -> rule.appliesTo(context));
    }

    /** Checks a request against every rule. Sends nothing. */
    public Diagnosis diagnose(TokenRequest request, EvaluationContext evaluation) {
        Arguments.required(request, "request");
        Arguments.required(evaluation, "evaluation");
        RuleContext context = new RuleContext(request, evaluation);
        List<KnownCause> causes = request.parameter("grant_type")
                .map(grant -> knownCauses.stream()
                        .filter(cause -> cause.canConcern(grant))
                        .toList())
                .orElse(knownCauses);
        return new Diagnosis(
                this,
                rules.stream()
                        .map(rule -> new Finding(rule, rule.check(context)))
                        .toList(),
                causes,
                evaluation.response(),
                TimeWindow.of(rules, context));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Builder for {@link Profile}. */
    public static final class Builder {
        private final String id;
        private final String name;
        private AssertionParameter assertionParameter = AssertionParameter.CLIENT_ASSERTION;
        private AssertionReuse assertionReuse = AssertionReuse.ONCE;
        private List<JWSAlgorithm> algorithms = List.of();
        private Duration lifetime = Duration.ofMinutes(2);
        private Duration issuedAtBackdate = Duration.ofSeconds(10);
        private List<String> chosenClaims = List.of("iat", "exp", "jti");
        private ResponseFormat responseFormat = ResponseFormat.STANDARD;
        private boolean rotatesRefreshTokens = true;
        private boolean issuesTokensForUsers;
        private @Nullable URI tokenEndpoint;
        private @Nullable String issuer;
        private final Map<String, Rule> rules = new LinkedHashMap<>();
        private final List<KnownCause> knownCauses = new ArrayList<>();
        private Recognition recognition = Recognition.NONE;

        private Builder(String id, String name) {
            this.id = id;
            this.name = name;
        }

        private Builder(Profile base, String id, String name) {
            this(id, name);
            assertionParameter = base.assertionParameter;
            assertionReuse = base.assertionReuse;
            algorithms = base.algorithms;
            lifetime = base.lifetime;
            issuedAtBackdate = base.issuedAtBackdate;
            chosenClaims = base.chosenClaims;
            responseFormat = base.responseFormat;
            rotatesRefreshTokens = base.rotatesRefreshTokens;
            issuesTokensForUsers = base.issuesTokensForUsers;
            tokenEndpoint = base.tokenEndpoint;
            issuer = base.issuer;
            base.rules.forEach(this::rule);
            knownCauses.addAll(base.knownCauses);
            recognition = base.recognition;
        }

        /** Applies a function that sets a property together with its rules, such as {@code Rules.algorithms(…)}. */
        public Builder with(Consumer<Builder> part) {
            Arguments.required(part, "part");
            part.accept(this);
            return this;
        }

        /**
         * Sets the parameter for the assertion, without a rule; {@link AssertionParameter#CLIENT_ASSERTION} by default.
         */
        public Builder assertionParameter(AssertionParameter parameter) {
            Arguments.required(parameter, "parameter");
            this.assertionParameter = parameter;
            return this;
        }

        /** Sets how often the provider accepts the same assertion; {@link AssertionReuse#ONCE} by default. */
        public Builder assertionReuse(AssertionReuse assertionReuse) {
            this.assertionReuse = Arguments.required(assertionReuse, "assertionReuse");
            return this;
        }

        /** Sets the algorithms that the provider accepts, preferred first, without a rule. */
        public Builder algorithms(JWSAlgorithm... algorithms) {
            Arguments.withoutNulls(algorithms, "algorithms");
            this.algorithms = List.of(algorithms);
            return this;
        }

        /** Sets the time from {@code iat} to {@code exp}; two minutes by default. */
        public Builder lifetime(Duration lifetime) {
            this.lifetime = Arguments.notNegative(lifetime, "lifetime");
            return this;
        }

        /** Sets how far {@code iat} is backdated; ten seconds by default. */
        public Builder issuedAtBackdate(Duration issuedAtBackdate) {
            this.issuedAtBackdate = Arguments.notNegative(issuedAtBackdate, "issuedAtBackdate");
            return this;
        }

        /**
         * Sets the claims besides the fixed ones, in order; {@code iat exp jti} by default. {@code nbf} is also supported.
         */
        public Builder chosenClaims(String... names) {
            Arguments.withoutNulls(names, "names");
            this.chosenClaims = List.of(names);
            return this;
        }

        /** Sets the format of the provider's responses; {@link ResponseFormat#STANDARD} by default. */
        public Builder responseFormat(ResponseFormat responseFormat) {
            this.responseFormat = Arguments.required(responseFormat, "responseFormat");
            return this;
        }

        /** Sets whether the provider may rotate refresh tokens; true by default. */
        public Builder rotatesRefreshTokens(boolean rotates) {
            this.rotatesRefreshTokens = rotates;
            return this;
        }

        /**
         * Sets whether the provider issues tokens for users who sign in, so that a token for the client itself is requested
         * only if the application sets scopes; false by default.
         */
        public Builder issuesTokensForUsers(boolean forUsers) {
            this.issuesTokensForUsers = forUsers;
            return this;
        }

        /** Sets the token endpoint, without a rule; none by default. */
        public Builder tokenEndpoint(URI tokenEndpoint) {
            this.tokenEndpoint = Arguments.required(tokenEndpoint, "tokenEndpoint");
            return this;
        }

        /** Sets the issuer identifier of the server, without a rule; none by default. */
        public Builder issuer(String issuer) {
            this.issuer = Arguments.notBlank(issuer, "issuer");
            return this;
        }

        /** Sets how requests to this provider are recognized; by default they are not. */
        public Builder recognition(Recognition recognition) {
            this.recognition = Arguments.required(recognition, "recognition");
            return this;
        }

        /** Adds a rule, replacing one with the same name. */
        public Builder rule(Rule rule) {
            Arguments.required(rule, "rule");
            rules.put(rule.name(), rule);
            return this;
        }

        /** Removes the rule with this name. */
        public Builder without(String ruleName) {
            Arguments.notBlank(ruleName, "ruleName");
            if (rules.remove(ruleName) == null) {
                throw new IllegalArgumentException("There is no rule " + ruleName + " in " + name + "; it has "
                        + String.join(", ", rules.keySet()) + ".");
            }
            return this;
        }

        /** Adds a possible cause outside the request. */
        public Builder knownCause(KnownCause cause) {
            Arguments.required(cause, "cause");
            knownCauses.add(cause);
            return this;
        }

        /** Removes the known causes that were inherited from another profile. */
        public Builder withoutKnownCauses() {
            knownCauses.clear();
            return this;
        }

        /** Returns the profile. */
        public Profile build() {
            if (algorithms.isEmpty()) {
                throw new IllegalStateException("The profile " + name + " has no algorithm; add Rules.algorithms(…).");
            }
            return new Profile(this);
        }
    }
}
