package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A requirement of a provider: what it is, where it is documented, and how to check it.
 *
 * <p>A rule that was {@linkplain Builder#fixed fixed} also <em>writes</em> its field when an assertion or a request is
 * made, so the value a client sends and the value it is judged by are one and the same. All other rules only judge.
 *
 * <p>Immutable and thread-safe, as long as its facts and checks are.
 */
public final class Rule {
    /** What a provider answers when nothing else is said: {@value}. */
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
    private final Function<RuleContext, Verdict> judge;

    private Rule(Builder b, @Nullable Fact<String> writes, Function<RuleContext, Verdict> judge) {
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
        this.judge = judge;
    }

    private Rule(String profile, Rule base, @Nullable Fact<?> gate, @Nullable String dispute, List<String> confirming) {
        this(profile, base, base.error, gate, dispute, confirming);
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
        this.judge = base.judge;
    }

    /** Begins a rule that stops a request. The name is unique and stable within a profile, such as {@code exp.in-future}. */
    public static Builder must(String name) {
        Arguments.notBlank(name, "name");
        return new Builder(name, Level.MUST);
    }

    /** Begins a rule that is only reported. */
    public static Builder should(String name) {
        Arguments.notBlank(name, "name");
        return new Builder(name, Level.SHOULD);
    }

    /** Begins a rule of that level. */
    public static Builder of(Level level, String name) {
        Arguments.required(level, "level");
        Arguments.notBlank(name, "name");
        return new Builder(name, level);
    }

    /** The same rule under a profile's name. Profiles of one name share it, as those of a provider's customers do. */
    Rule within(String profile) {
        return this.profile.equals(profile) ? this : new Rule(profile, this, gate, dispute, confirming);
    }

    /** The same rule where a fact is there without which it has nothing to judge and nothing to write. */
    public Rule onlyWith(Fact<?> fact) {
        Arguments.required(fact, "fact");
        return new Rule(profile, this, fact, dispute, confirming);
    }

    /**
     * The same rule, {@link Certainty#DISPUTED}: it is never reported as broken, and the library writes what satisfies it.
     *
     * @param dispute what speaks against it, in one sentence
     */
    public Rule disputed(String dispute) {
        Arguments.notBlank(dispute, "dispute");
        return new Rule(profile, this, gate, dispute, confirming);
    }

    /** Returns the same rule with another {@code error} code of the refusal. */
    public Rule withError(String error) {
        return new Rule(profile, this, Arguments.notBlank(error, "error"), gate, dispute, confirming);
    }

    /**
     * The same disputed rule, which is broken after all where the provider says so itself.
     *
     * @param phrases what its {@code error_description} says then, in small letters
     */
    public Rule brokenIfDescribedAs(String... phrases) {
        Arguments.withoutNulls(phrases, "phrases");
        return new Rule(profile, this, gate, dispute, List.of(phrases));
    }

    /** Whether there is anything to judge or to write. */
    public boolean appliesTo(RuleContext context) {
        return gate == null || !(gate.in(context) instanceof FactValue.Absent<?>);
    }

    /** The profile's id, a dot and the rule's name, such as {@code epic.exp.within-five-minutes}. Stable. */
    public String id() {
        return profile.isEmpty() ? name : profile + "." + name;
    }

    /** The name within its profile, such as {@code exp.within-five-minutes}. */
    public String name() {
        return name;
    }

    /** How binding it is. */
    public Level level() {
        return level;
    }

    /** What it is about. */
    public Field field() {
        return field;
    }

    /** The demand in one sentence. */
    public String statement() {
        return statement;
    }

    /** What to do when it is broken. */
    public String remedy() {
        return remedy;
    }

    /** Where it is written. */
    public Citation citation() {
        return citation;
    }

    /** How sure it is: disputed where {@link #dispute()} says why, else as sure as its source. */
    public Certainty certainty() {
        return dispute == null ? citation.certainty() : Certainty.DISPUTED;
    }

    /** What speaks against the rule, in one sentence; empty unless it is {@link Certainty#DISPUTED}. */
    public Optional<String> dispute() {
        return Optional.ofNullable(dispute);
    }

    /** The {@code error} code with which the provider answers when it is broken. */
    public String error() {
        return error;
    }

    /**
     * The value that a request must carry in {@link #field()}: missing where a fact is not known, absent for rules that
     * only judge or have nothing to say in this case.
     */
    public FactValue<String> value(RuleContext context) {
        if (writes == null) {
            return FactValue.absent("the rule only judges");
        }
        return gate != null && gate.in(context) instanceof FactValue.Absent<?> closed
                ? FactValue.absent(closed.why())
                : writes.in(context);
    }

    /** The earliest instant that {@link #field()} may hold; empty for rules that set no such bound. */
    public Optional<Fact<Instant>> earliest() {
        return Optional.ofNullable(earliest);
    }

    /** The latest instant that {@link #field()} may hold; empty for rules that set no such bound. */
    public Optional<Fact<Instant>> latest() {
        return Optional.ofNullable(latest);
    }

    /** What the rule says of a case. */
    public Verdict judge(RuleContext context) {
        Verdict closed = gate == null ? null : Verdicts.lack(gate.in(context));
        Verdict verdict = closed == null ? Verdicts.unlessLeftOut(field, context, judge.apply(context)) : closed;
        return dispute != null && verdict instanceof Verdict.Broken broken && !isConfirmed(context)
                ? new Verdict.Disputed(broken.observed(), broken.expected())
                : verdict;
    }

    private boolean isConfirmed(RuleContext context) {
        return context.evaluation()
                .response()
                .map(ErrorResponse::description)
                .map(words -> words.toLowerCase(Locale.ROOT))
                .filter(words -> confirming.stream().anyMatch(words::contains))
                .isPresent();
    }

    /** The id, the level and the demand. */
    @Override
    public String toString() {
        return id() + " (" + level() + "): " + statement();
    }

    /** A judgement from three facts. */
    @FunctionalInterface
    public interface Judge3<A, B, C> {
        /** What the rule says. */
        Verdict apply(A first, B second, C third);
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
            this.name = name;
            this.level = level;
        }

        /** What the rule is about. */
        public Builder about(Field field) {
            this.field = Arguments.required(field, "field");
            return this;
        }

        /** The demand in one sentence. */
        public Builder states(String statement) {
            this.statement = Arguments.notBlank(statement, "statement");
            return this;
        }

        /** What to do when it is broken. */
        public Builder remedy(String remedy) {
            this.remedy = Arguments.notBlank(remedy, "remedy");
            return this;
        }

        /** Where it is written. */
        public Builder source(Citation citation) {
            this.citation = Arguments.required(citation, "citation");
            return this;
        }

        /** The {@code error} code with which the provider answers; {@value Rule#DEFAULT_ERROR} by default. */
        public Builder error(String error) {
            this.error = Arguments.notBlank(error, "error");
            return this;
        }

        /** A fact without which the rule has nothing to judge. */
        public Builder onlyWith(Fact<?> gate) {
            this.gate = Arguments.required(gate, "gate");
            return this;
        }

        /** The provider also takes a request without the field. A fixed value is written nevertheless. */
        public Builder mayBeAbsent() {
            this.mayBeAbsent = true;
            return this;
        }

        /** One right value, written when a request is made, and the others that the provider is known to accept. */
        public Rule fixed(Fact<String> value, String... accepted) {
            Arguments.required(value, "value");
            List<String> others = List.of(Arguments.withoutNulls(accepted, "accepted"));
            return new Rule(this, value, new FixedValue(whole(field), value, others, mayBeAbsent));
        }

        /** One right value, and what else to say of the case where another was observed. */
        public Rule fixed(Fact<String> value, Function<RuleContext, String> aside) {
            Arguments.required(value, "value");
            Arguments.required(aside, "aside");
            Function<RuleContext, Verdict> compared = new FixedValue(whole(field), value, List.of(), mayBeAbsent);
            return new Rule(this, value, context -> {
                Verdict verdict = compared.apply(context);
                return verdict instanceof Verdict.Broken broken
                        ? Verdict.broken(broken.observed() + aside.apply(context), broken.expected())
                        : verdict;
            });
        }

        /** One right value, written when a request is made, and a judgement of what else may stand there. */
        public Rule fixed(Fact<String> value, BiFunction<RuleContext, String, Verdict> judge) {
            Arguments.required(value, "value");
            Arguments.required(judge, "judge");
            return new Rule(
                    this, value, context -> Verdicts.from(value.in(context), right -> judge.apply(context, right)));
        }

        /** One right value, written when a request is made. */
        public Rule fixed(String value, String... accepted) {
            return fixed(Fact.of(Arguments.required(value, "value")), accepted);
        }

        /** A judgement from one fact. */
        public <A> Rule check(Fact<A> fact, Function<A, Verdict> judge) {
            Arguments.required(fact, "fact");
            Arguments.required(judge, "judge");
            return judgedBy(context -> Verdicts.from(fact.in(context), judge));
        }

        /** A judgement from two facts. */
        public <A, B> Rule check(Fact<A> first, Fact<B> second, BiFunction<A, B, Verdict> judge) {
            Arguments.required(first, "first");
            Arguments.required(second, "second");
            Arguments.required(judge, "judge");
            return judgedBy(context ->
                    Verdicts.from(first.in(context), a -> Verdicts.from(second.in(context), b -> judge.apply(a, b))));
        }

        /** A judgement from three facts. */
        public <A, B, C> Rule check(Fact<A> first, Fact<B> second, Fact<C> third, Judge3<A, B, C> judge) {
            Arguments.required(first, "first");
            Arguments.required(second, "second");
            Arguments.required(third, "third");
            Arguments.required(judge, "judge");
            return judgedBy(context -> Verdicts.from(
                    first.in(context),
                    a -> Verdicts.from(
                            second.in(context), b -> Verdicts.from(third.in(context), d -> judge.apply(a, b, d)))));
        }

        /** The earliest instant that the field may hold. */
        public Builder earliest(Fact<Instant> earliest) {
            this.earliest = Arguments.required(earliest, "earliest");
            return this;
        }

        /** The latest instant that the field may hold. */
        public Builder latest(Fact<Instant> latest) {
            this.latest = Arguments.required(latest, "latest");
            return this;
        }

        private <T> T whole(@Nullable T part) {
            if (part == null) {
                throw new IllegalStateException("Rule " + name + " is incomplete: a rule needs a field, a statement,"
                        + " a remedy and a source.");
            }
            return part;
        }

        private Rule judgedBy(Function<RuleContext, Verdict> judge) {
            return new Rule(this, null, judge);
        }
    }
}
