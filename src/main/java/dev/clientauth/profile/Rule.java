// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation.Certainty;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A requirement of a provider: what it is, where it is documented, and how to check it.
 *
 * <p>A rule with a {@linkplain Builder#fixed fixed} value also <em>writes</em> its field when an assertion or a request is
 * created, so that the value that is sent and the value that is expected are the same. All other rules only check.
 *
 * <p>Immutable and thread-safe, as long as its facts and checks are.
 */
public final class Rule {
    /** The default error code of a refusal: {@value}. */
    public static final String DEFAULT_ERROR = "invalid_client";

    private final String profile;
    private final String name;
    private final Level level;
    private final Field field;
    private final String statement;
    private final String remedy;
    private final Citation citation;
    private final String error;
    private final @Nullable String dispute;
    private final List<String> confirming;
    private final @Nullable Fact<?> gate;
    private final @Nullable Fact<String> writes;
    private final @Nullable Fact<Instant> earliest;
    private final @Nullable Fact<Instant> latest;
    private final Function<RuleContext, Verdict> check;

    private Rule(Builder b, @Nullable Fact<String> writes, Function<RuleContext, Verdict> check) {
        this.profile = "";
        this.name = b.name;
        this.level = b.level;
        this.field = b.whole(b.field);
        this.statement = b.whole(b.statement);
        this.remedy = b.whole(b.remedy);
        this.citation = b.whole(b.citation);
        this.error = b.error;
        this.dispute = null;
        this.confirming = List.of();
        this.gate = b.gate;
        this.writes = writes;
        this.earliest = b.earliest;
        this.latest = b.latest;
        this.check = check;
    }

    private Rule(
            String profile,
            Rule base,
            String error,
            @Nullable Fact<?> gate,
            @Nullable String dispute,
            List<String> confirming) {
        this.profile = profile;
        this.name = base.name;
        this.level = base.level;
        this.field = base.field;
        this.statement = base.statement;
        this.remedy = base.remedy;
        this.citation = base.citation;
        this.error = error;
        this.dispute = dispute;
        this.confirming = confirming;
        this.gate = gate;
        this.writes = base.writes;
        this.earliest = base.earliest;
        this.latest = base.latest;
        this.check = base.check;
    }

    /**
     * Returns a builder for a rule of level {@link Level#MUST}. The name is unique and stable within a profile, such as
     * {@code exp.in-future}.
     */
    public static Builder must(String name) {
        return new Builder(name, Level.MUST);
    }

    /** Returns a builder for a rule of level {@link Level#SHOULD}. */
    public static Builder should(String name) {
        return new Builder(name, Level.SHOULD);
    }

    /** Returns a builder for a rule of this level. */
    public static Builder of(Level level, String name) {
        return new Builder(name, level);
    }

    /** Returns the rule with the id of this profile: a copy, or this rule if it already has that id. */
    Rule within(String profile) {
        return this.profile.equals(profile) ? this : new Rule(profile, this, error, gate, dispute, confirming);
    }

    /** Returns a copy that applies only if this fact is known. */
    public Rule onlyWith(Fact<?> fact) {
        Arguments.required(fact, "fact");
        return new Rule(profile, this, error, fact, dispute, confirming);
    }

    /**
     * Returns a copy that is {@link Certainty#DISPUTED}: it is never reported as broken, but the library always satisfies
     * it.
     *
     * @param dispute the evidence against it, in one sentence
     */
    public Rule disputed(String dispute) {
        Arguments.notBlank(dispute, "dispute");
        return new Rule(profile, this, error, gate, dispute, confirming);
    }

    /** Returns a copy with another {@code error} code of the refusal. */
    public Rule withError(String error) {
        return new Rule(profile, this, Arguments.notBlank(error, "error"), gate, dispute, confirming);
    }

    /**
     * Returns a copy of the disputed rule that some servers enforce: it is broken if the {@code error_description} contains one
     * of these phrases.
     */
    public Rule brokenIfDescribedAs(String... phrases) {
        Arguments.withoutNulls(phrases, "phrases");
        return new Rule(profile, this, error, gate, dispute, List.of(phrases));
    }

    /** Returns whether the rule applies. */
    public boolean appliesTo(RuleContext context) {
        return gate == null || !(gate.in(context) instanceof FactValue.Absent<?>);
    }

    /** Returns the stable id: the profile's id, a dot and the name, such as {@code epic.exp.within-five-minutes}. */
    public String id() {
        return profile.isEmpty() ? name : profile + "." + name;
    }

    /** Returns the name within the profile, such as {@code exp.within-five-minutes}. */
    public String name() {
        return name;
    }

    /** Returns how binding the rule is. */
    public Level level() {
        return level;
    }

    /** Returns the field that the rule is about. */
    public Field field() {
        return field;
    }

    /** Returns the requirement in one sentence. */
    public String statement() {
        return statement;
    }

    /** Returns what to do if the rule is broken. */
    public String remedy() {
        return remedy;
    }

    /** Returns the source. */
    public Citation citation() {
        return citation;
    }

    /** Returns how certain the rule is: disputed if there is a {@link #dispute()}, otherwise as certain as its source. */
    public Certainty certainty() {
        return dispute == null ? citation.certainty() : Certainty.DISPUTED;
    }

    /** Returns the evidence against the rule, in one sentence; empty unless it is {@link Certainty#DISPUTED}. */
    public Optional<String> dispute() {
        return Optional.ofNullable(dispute);
    }

    /** Returns whether the rule is disputed, and some servers enforce it. */
    boolean isEnforcedBySome() {
        return dispute != null && !confirming.isEmpty();
    }

    /** Returns the {@code error} code of the provider's response if the rule is broken. */
    public String error() {
        return error;
    }

    /**
     * Returns the value that a request must have in {@link #field()}: missing if a fact is not known, absent if the rule writes
     * no value or does not apply.
     */
    public FactValue<String> value(RuleContext context) {
        if (writes == null) {
            return FactValue.absent("the rule only checks");
        }
        return gate != null && gate.in(context) instanceof FactValue.Absent<?> closed
                ? FactValue.absent(closed.why())
                : writes.in(context);
    }

    /** Returns the earliest time allowed in {@link #field()}; empty for rules without such a bound. */
    public Optional<Fact<Instant>> earliest() {
        return Optional.ofNullable(earliest);
    }

    /** Returns the latest time allowed in {@link #field()}; empty for rules without such a bound. */
    public Optional<Fact<Instant>> latest() {
        return Optional.ofNullable(latest);
    }

    /** Checks the rule in a context. */
    public Verdict check(RuleContext context) {
        Verdict closed = gate == null ? null : Verdicts.lack(gate.in(context));
        Verdict verdict = closed == null ? Verdicts.unlessLeftOut(field, context, check.apply(context)) : closed;
        return dispute != null && verdict instanceof Verdict.Broken broken && !isConfirmed(context)
                ? new Verdict.Disputed(broken.observed(), broken.expected())
                : verdict;
    }

    private boolean isConfirmed(RuleContext context) {
        return context.evaluation()
                .response()
                .filter(r -> r.contains(confirming))
                .isPresent();
    }

    /** Returns the id, the level and the requirement. */
    @Override
    public String toString() {
        return id() + " (" + level() + "): " + statement();
    }

    /** Builder for {@link Rule}; each check method returns the rule. */
    public static final class Builder {
        private final String name;
        private final Level level;
        private @Nullable Field field;
        private @Nullable String statement;
        private @Nullable String remedy;
        private @Nullable Citation citation;
        private String error = DEFAULT_ERROR;
        private @Nullable Fact<?> gate;
        private @Nullable Fact<Instant> earliest;
        private @Nullable Fact<Instant> latest;
        private boolean mayBeAbsent;

        private Builder(String name, Level level) {
            this.name = Arguments.notBlank(name, "name");
            this.level = Arguments.required(level, "level");
        }

        /** Sets the field that the rule is about. */
        public Builder about(Field field) {
            this.field = Arguments.required(field, "field");
            return this;
        }

        /** Sets the requirement, in one sentence. */
        public Builder states(String statement) {
            this.statement = Arguments.notBlank(statement, "statement");
            return this;
        }

        /** Sets what to do if the rule is broken. */
        public Builder remedy(String remedy) {
            this.remedy = Arguments.notBlank(remedy, "remedy");
            return this;
        }

        /** Sets the source. */
        public Builder source(Citation citation) {
            this.citation = Arguments.required(citation, "citation");
            return this;
        }

        /** Sets the {@code error} code of the provider's response; {@value Rule#DEFAULT_ERROR} by default. */
        public Builder error(String error) {
            this.error = Arguments.notBlank(error, "error");
            return this;
        }

        /** Sets a fact without which the rule does not apply. */
        public Builder onlyWith(Fact<?> gate) {
            this.gate = Arguments.required(gate, "gate");
            return this;
        }

        /** Allows a request without the field. A fixed value is still written. */
        public Builder mayBeAbsent() {
            this.mayBeAbsent = true;
            return this;
        }

        /**
         * Returns a rule with a fixed value, which is written when a request is created, and other values that the provider
         * is known to accept.
         */
        public Rule fixed(Fact<String> value, String... accepted) {
            Arguments.required(value, "value");
            List<String> others = List.of(Arguments.withoutNulls(accepted, "accepted"));
            return new Rule(this, value, fixedValue(value, others));
        }

        /** Returns a rule with a fixed value, and what to add to the verdict if another value was observed. */
        public Rule fixed(Fact<String> value, Function<RuleContext, String> aside) {
            Arguments.required(value, "value");
            Arguments.required(aside, "aside");
            Function<RuleContext, Verdict> compared = fixedValue(value, List.of());
            return new Rule(this, value, context -> Verdicts.with(compared.apply(context), () -> aside.apply(context)));
        }

        /**
         * Returns a rule with a fixed value, which is written when a request is created, and a check of other values.
         */
        public Rule fixed(Fact<String> value, BiFunction<RuleContext, String, Verdict> check) {
            Arguments.required(value, "value");
            Arguments.required(check, "check");
            return new Rule(
                    this, value, context -> Verdicts.from(value.in(context), right -> check.apply(context, right)));
        }

        /** Returns a rule with a fixed value, which is written when a request is created. */
        public Rule fixed(String value, String... accepted) {
            return fixed(Fact.of(Arguments.required(value, "value")), accepted);
        }

        /** Returns a rule that checks one fact. */
        public <A> Rule check(Fact<A> fact, Function<A, Verdict> check) {
            Arguments.required(fact, "fact");
            Arguments.required(check, "check");
            return checkedBy(context -> Verdicts.from(fact.in(context), check));
        }

        /** Returns a rule that checks two facts. */
        public <A, B> Rule check(Fact<A> first, Fact<B> second, BiFunction<A, B, Verdict> check) {
            Arguments.required(first, "first");
            Arguments.required(second, "second");
            Arguments.required(check, "check");
            return checkedBy(context ->
                    Verdicts.from(first.in(context), a -> Verdicts.from(second.in(context), b -> check.apply(a, b))));
        }

        /** Returns a rule that checks three facts. */
        public <A, B, C> Rule check(Fact<A> first, Fact<B> second, Fact<C> third, Verdict.Check3<A, B, C> check) {
            Arguments.required(first, "first");
            Arguments.required(second, "second");
            Arguments.required(third, "third");
            Arguments.required(check, "check");
            return checkedBy(context -> Verdicts.from(
                    first.in(context),
                    a -> Verdicts.from(
                            second.in(context), b -> Verdicts.from(third.in(context), d -> check.apply(a, b, d)))));
        }

        /** Sets the earliest time allowed in the field. */
        public Builder earliest(Fact<Instant> earliest) {
            this.earliest = Arguments.required(earliest, "earliest");
            return this;
        }

        /** Sets the latest time allowed in the field. */
        public Builder latest(Fact<Instant> latest) {
            this.latest = Arguments.required(latest, "latest");
            return this;
        }

        private FixedValue fixedValue(Fact<String> value, List<String> others) {
            return new FixedValue(whole(field), value, others, mayBeAbsent);
        }

        private <T> T whole(@Nullable T part) {
            if (part == null) {
                throw new IllegalStateException("Rule " + name + " is incomplete: a rule needs a field, a statement,"
                        + " a remedy and a source.");
            }
            return part;
        }

        private Rule checkedBy(Function<RuleContext, Verdict> check) {
            return new Rule(this, null, check);
        }
    }
}
