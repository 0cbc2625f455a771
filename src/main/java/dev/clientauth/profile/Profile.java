package dev.clientauth.profile;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one provider demands of a client that authenticates with a signed JWT: a named, immutable value.
 *
 * <p>The demands are {@linkplain #rules() rules}; beside them stand the few choices that a client makes for itself. A
 * profile of your own takes about twenty lines, see {@link #builder(String, String)} and {@link #toBuilder()}.
 */
public final class Profile {
    private final String id;
    private final String name;
    private final Placement placement;
    private final AssertionUse assertionUse;
    private final List<JWSAlgorithm> algorithms;
    private final Duration lifetime;
    private final Duration setBack;
    private final List<String> chosenClaims;
    private final AnswerStyle answerStyle;
    private final boolean rotatesRefreshTokens;
    private final @Nullable URI tokenEndpoint;
    private final List<Rule> rules;
    private final List<KnownCause> knownCauses;
    private final Recognition recognition;

    private Profile(Builder b) {
        this.id = b.id;
        this.name = b.name;
        this.placement = b.placement;
        this.assertionUse = b.assertionUse;
        this.algorithms = List.copyOf(b.algorithms);
        this.lifetime = b.lifetime;
        this.setBack = b.setBack;
        this.chosenClaims = List.copyOf(b.chosenClaims);
        this.answerStyle = b.answerStyle;
        this.rotatesRefreshTokens = b.rotatesRefreshTokens;
        this.tokenEndpoint = b.tokenEndpoint;
        this.rules = b.rules.values().stream().map(rule -> rule.within(b.id)).toList();
        this.knownCauses = List.copyOf(b.knownCauses);
        this.recognition = b.recognition;
    }

    /**
     * Begins a profile.
     *
     * @param id short and stable, such as {@code epic}: it begins the id of each rule
     * @param name as the provider writes it
     */
    public static Builder builder(String id, String name) {
        return new Builder(id, name);
    }

    /** Begins a profile that differs from this one in what you change. */
    public Builder toBuilder() {
        return new Builder(this, id, name);
    }

    /** Begins a profile with another name that differs from this one in what you change. */
    public Builder toBuilder(String id, String name) {
        return new Builder(this, id, name);
    }

    /** The short name, such as {@code apple-school-manager}. */
    public String id() {
        return id;
    }

    /** The provider's name, such as {@code Apple School Manager}. */
    public String name() {
        return name;
    }

    /** The parameter in which the signed JWT is sent. */
    public Placement placement() {
        return placement;
    }

    /** How often the provider takes the same assertion. */
    public AssertionUse assertionUse() {
        return assertionUse;
    }

    /** The algorithms that the provider takes, preferred first. */
    public List<JWSAlgorithm> algorithms() {
        return algorithms;
    }

    /** The time from {@code iat} to {@code exp} of an assertion, unless the client chooses another. */
    public Duration lifetime() {
        return lifetime;
    }

    /** How far {@code iat} is put back, so that a clock that is a little fast still passes. */
    public Duration setBack() {
        return setBack;
    }

    /** The claims besides the fixed ones that an assertion carries, in their order: {@code iat}, {@code exp}, {@code jti}… */
    public List<String> chosenClaims() {
        return chosenClaims;
    }

    /** How the provider answers, for those who play its part. */
    public AnswerStyle answerStyle() {
        return answerStyle;
    }

    /**
     * Whether the provider may replace a refresh token when it is used (RFC 6749 section 6); true unless it is documented
     * that it does not. A refresh token that may have been replaced is not sent again after a response was lost: the
     * provider would take it for a stolen one and revoke the grant (RFC 9700 section 4.14.2).
     */
    public boolean rotatesRefreshTokens() {
        return rotatesRefreshTokens;
    }

    /** The URL to post to, unless it is different for each customer. */
    public Optional<URI> tokenEndpoint() {
        return Optional.ofNullable(tokenEndpoint);
    }

    /** What the provider demands, in the order of a request's making. */
    public List<Rule> rules() {
        return rules;
    }

    /** The rule of that name, such as {@code exp.in-future}. */
    public Optional<Rule> rule(String ruleName) {
        return rules.stream().filter(rule -> rule.name().equals(ruleName)).findFirst();
    }

    /** Reasons for a refusal that no request shows, in the order in which they usually bite. */
    public List<KnownCause> knownCauses() {
        return knownCauses;
    }

    /** How requests to this provider are recognised. */
    public Recognition recognition() {
        return recognition;
    }

    /** What the rules write into the assertions of a client. */
    public FieldValues fieldValues(URI endpoint, Registration registration) {
        return fieldValues(Attempt.builder().endpoint(endpoint).build(), registration);
    }

    /** What the rules write into a client's request, of which this much is known: its URL and its grant type. */
    public FieldValues fieldValues(Attempt request, Registration registration) {
        return FieldValues.of(rules, new Case(request, Situation.unknown().withRegistration(registration)));
    }

    /** Whether a client assertion goes with this request: not where the grant is a JWT that takes its place. */
    public boolean takesAssertion(Attempt request) {
        Field field = Field.parameter(placement.parameter());
        Case c = new Case(request, Situation.unknown());
        return rules.stream().filter(rule -> rule.field().equals(field)).allMatch(rule -> rule.appliesTo(c));
    }

    /** Judges an attempt by every rule. Sends nothing. */
    public Diagnosis diagnose(Attempt attempt, Situation situation) {
        Case c = new Case(attempt, situation);
        List<KnownCause> causes = attempt.parameter("grant_type")
                .map(grant -> knownCauses.stream()
                        .filter(cause -> cause.canConcern(grant))
                        .toList())
                .orElse(knownCauses);
        return new Diagnosis(
                this,
                rules.stream().map(rule -> new Finding(rule, rule.judge(c))).toList(),
                causes,
                situation.answer(),
                TimeWindow.of(rules, c));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Puts a {@link Profile} together. */
    public static final class Builder {
        private final String id;
        private final String name;
        private Placement placement = Placement.CLIENT_ASSERTION;
        private AssertionUse assertionUse = AssertionUse.ONCE;
        private List<JWSAlgorithm> algorithms = List.of();
        private Duration lifetime = Duration.ofMinutes(2);
        private Duration setBack = Duration.ofSeconds(10);
        private List<String> chosenClaims = List.of("iat", "exp", "jti");
        private AnswerStyle answerStyle = AnswerStyle.USUAL;
        private boolean rotatesRefreshTokens = true;
        private @Nullable URI tokenEndpoint;
        private final Map<String, Rule> rules = new LinkedHashMap<>();
        private final List<KnownCause> knownCauses = new ArrayList<>();
        private Recognition recognition = Recognition.NONE;

        private Builder(String id, String name) {
            this.id = id;
            this.name = name;
        }

        private Builder(Profile base, String id, String name) {
            this(id, name);
            placement = base.placement;
            assertionUse = base.assertionUse;
            algorithms = base.algorithms;
            lifetime = base.lifetime;
            setBack = base.setBack;
            chosenClaims = base.chosenClaims;
            answerStyle = base.answerStyle;
            rotatesRefreshTokens = base.rotatesRefreshTokens;
            tokenEndpoint = base.tokenEndpoint;
            base.rules.forEach(this::rule);
            knownCauses.addAll(base.knownCauses);
            recognition = base.recognition;
        }

        /** Where the JWT is sent, with the rules that belong to it; {@link Placement#CLIENT_ASSERTION} by default. */
        public Builder placement(Placement placement, Citation source) {
            this.placement = placement;
            rule(RequestRules.placement(placement, source));
            return placement == Placement.CLIENT_ASSERTION ? rule(RequestRules.assertionType(source)) : this;
        }

        /** How often the provider takes the same assertion; {@link AssertionUse#ONCE} by default. */
        public Builder assertionUse(AssertionUse assertionUse) {
            this.assertionUse = assertionUse;
            return this;
        }

        /** The algorithms that the provider takes, preferred first, with the rules that belong to them. */
        public Builder algorithms(Citation source, JWSAlgorithm... algorithms) {
            this.algorithms = List.of(algorithms);
            return rule(HeaderRules.algorithm(this.algorithms, source)).rule(HeaderRules.algorithmFitsKey(source));
        }

        /** The algorithms for a profile that only judges, whose rules about them are its own. */
        public Builder signedWith(JWSAlgorithm... algorithms) {
            this.algorithms = List.of(algorithms);
            return this;
        }

        /** The time from {@code iat} to {@code exp}; two minutes by default. */
        public Builder lifetime(Duration lifetime) {
            this.lifetime = lifetime;
            return this;
        }

        /** How far {@code iat} is put back; ten seconds by default. */
        public Builder setBack(Duration setBack) {
            this.setBack = setBack;
            return this;
        }

        /** The claims besides the fixed ones, in their order; {@code iat exp jti} by default. Also known: {@code nbf}. */
        public Builder chosenClaims(String... names) {
            this.chosenClaims = List.of(names);
            return this;
        }

        /** How the provider answers; {@link AnswerStyle#USUAL} by default. */
        public Builder answerStyle(AnswerStyle answerStyle) {
            this.answerStyle = answerStyle;
            return this;
        }

        /** Whether the provider may replace a refresh token when it is used; true by default. */
        public Builder rotatesRefreshTokens(boolean rotates) {
            this.rotatesRefreshTokens = rotates;
            return this;
        }

        /** The URL to post to, pinned by a rule, with others that the provider is known to serve. */
        public Builder tokenEndpoint(URI tokenEndpoint, Citation source, URI... accepted) {
            this.tokenEndpoint = tokenEndpoint;
            return rule(EndpointRules.endpoint(tokenEndpoint, source, accepted));
        }

        /** How requests to this provider are recognised; by nothing by default. */
        public Builder recognition(Recognition recognition) {
            this.recognition = recognition;
            return this;
        }

        /** A rule, in place of the one of the same name if there is one. */
        public Builder rule(Rule rule) {
            rules.put(rule.name(), rule);
            return this;
        }

        /** Without the rule of that name. */
        public Builder without(String ruleName) {
            if (rules.remove(ruleName) == null) {
                throw new IllegalArgumentException("There is no rule " + ruleName + " in " + name + "; it has "
                        + String.join(", ", rules.keySet()) + ".");
            }
            return this;
        }

        /** A reason for a refusal that no request shows. */
        public Builder knownCause(KnownCause cause) {
            knownCauses.add(cause);
            return this;
        }

        /** Without the known causes of the profile that this one began with. */
        public Builder withoutKnownCauses() {
            knownCauses.clear();
            return this;
        }

        /** The profile. */
        public Profile build() {
            if (algorithms.isEmpty()) {
                throw new IllegalStateException("The profile " + name + " names no algorithm; call algorithms(…).");
            }
            return new Profile(this);
        }
    }
}
