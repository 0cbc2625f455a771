// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.diagnosis.input.InputFormat;
import dev.clientauth.diagnosis.input.ParsedExchange;
import dev.clientauth.diagnosis.input.ParsedInput;
import dev.clientauth.diagnosis.input.RequestParser;
import dev.clientauth.diagnosis.provider.NeutralChecks;
import dev.clientauth.diagnosis.provider.ProviderDetection;
import dev.clientauth.diagnosis.provider.ProviderMatch;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Explains a pasted token request: reads the text, detects the provider, evaluates the request and creates the report. Sends
 * nothing.
 *
 * <pre>{@code
 * DiagnosisReport report = PastedRequest.parse(text).report(Instant.now());
 * System.out.print(report.toText(TextStyle.plain()));
 * }</pre>
 *
 * <p>Immutable: each {@code with} method returns a changed copy.
 */
public final class PastedRequest {
    /** The beginnings of reader notes that repeat the first line of the report. */
    private static final List<String> SAID_BY_THE_FORMAT = List.of(
            "This is the provider's response",
            "This is a configuration, not a request",
            "The JWT was found in the middle of other text");

    private static final Set<String> CREDENTIALS = Set.of("client_secret", "client_assertion", "assertion");
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._-]{3,200}");
    private static final Pattern TEAM_ID = Pattern.compile("[A-Z0-9]{10}");
    private static final int MAX_REASONS = 2;
    private static final int MAX_RANGES = 4;

    private final ParsedInput input;
    private final TokenRequest request;
    private final @Nullable Profile given;
    private final Optional<ProviderMatch> match;
    private final List<String> notes;

    private PastedRequest(ParsedInput input, TokenRequest request, @Nullable Profile given, List<String> notes) {
        this.input = input;
        this.request = request;
        this.given = given;
        this.match = given == null && isChecked(input) ? ProviderDetection.detect(request) : Optional.empty();
        this.notes = List.copyOf(notes);
    }

    /**
     * Reads a text.
     *
     * @param text a request in any format in which people paste one; any text is accepted
     */
    public static PastedRequest parse(String text) {
        ParsedInput read = RequestParser.parse(text);
        boolean isKeyFile = text.stripLeading().startsWith("-----BEGIN")
                && read.request().assertion().flatMap(DecodedAssertion::claims).isEmpty()
                && read.request().parameters().isEmpty();
        ParsedInput input = isKeyFile && read.format() != InputFormat.KEY ? MisplacedKeyFile.of(read) : read;
        List<String> notes = new ArrayList<>();
        if (ExposedKey.isIn(text)) {
            notes.add(ExposedKey.NOTE);
        }
        Optional<TokenRequest> call = MisplacedAssertion.inCall(input.request());
        if (call.isPresent()) {
            return new PastedRequest(input, call.get(), null, notes);
        }
        Optional<TokenRequest> bearer = MisplacedAssertion.in(input.request());
        bearer.ifPresent(found -> notes.add(MisplacedAssertion.NOTE));
        return new PastedRequest(input, bearer.orElseGet(input::request), null, notes);
    }

    /** Returns what was read from the text. */
    public ParsedInput input() {
        return input;
    }

    /** Returns the request. Parts that the text does not contain are missing. */
    public TokenRequest request() {
        return request;
    }

    /** Returns the request with this URL, if the text does not contain one. */
    public PastedRequest withEndpoint(URI endpoint) {
        return request.endpoint().isPresent() ? this : new PastedRequest(input, request.sentTo(endpoint), given, notes);
    }

    /** Returns the request, checked against the rules of this profile instead of those of the detected provider. */
    public PastedRequest withProfile(Profile profile) {
        return new PastedRequest(input, request, profile, notes);
    }

    /** Returns the request with a note for the report, one sentence without secrets. */
    public PastedRequest withNote(String note) {
        List<String> all = new ArrayList<>(notes);
        all.add(note);
        return new PastedRequest(input, request, given, all);
    }

    /** Returns the detected provider; empty if none was detected, or a profile was given. */
    public Optional<ProviderMatch> match() {
        return match;
    }

    /** Returns whether the text contains a request or a part of one; otherwise the report says what to paste. */
    public boolean isRequest() {
        return isChecked(input);
    }

    /** Returns the profile whose rules are checked: the given one, that of the detected provider, or general checks. */
    public Profile profile() {
        return given != null ? given : match.map(ProviderMatch::profile).orElseGet(NeutralChecks::profile);
    }

    /**
     * Returns what is known about the request: the response, the server's clock, when it was sent. If the text does not
     * contain a time, it was sent no later than now.
     *
     * @param now the current time by this machine's clock
     */
    public EvaluationContext context(Instant now) {
        EvaluationContext context = ServerWords.in(input).withSentNotLaterThan(now);
        return configuredClient()
                .map(client -> context.withRegistration(Registration.of(client)))
                .orElse(context);
    }

    /** Returns the client id of a configuration, which is assumed to be registered; empty if there are several. */
    private Optional<String> configuredClient() {
        return Optional.ofNullable(input.chosen().settings().get("client_id"))
                .filter(client -> input.format() == InputFormat.CONFIGURATION
                        && CLIENT_ID.matcher(client).matches());
    }

    /** Evaluates the request with only the information in the text. */
    public DiagnosisReport report(Instant now) {
        return report(diagnose(context(now)));
    }

    /** Evaluates the request in a context, such as {@link #context(Instant)} with a registration. */
    public Diagnosis diagnose(EvaluationContext context) {
        return profile().diagnose(request, context);
    }

    /** Returns the report on a diagnosis of this request. */
    public DiagnosisReport report(Diagnosis diagnosis) {
        Set<String> all = new LinkedHashSet<>();
        boolean isOther = isOtherToken();
        match.filter(found -> !isOther).ifPresent(found -> all.addAll(found.foreign()));
        all.addAll(notes);
        Optional.ofNullable(input.chosen().settings().get("team_id"))
                .filter(team -> !TEAM_ID.matcher(team).matches())
                .ifPresent(team -> all.add("team_id is \"" + team
                        + "\"; an Apple Team ID has ten capital letters and digits, and is not followed by a"
                        + " bundle id."));
        all.addAll(input.notes());
        unused().ifPresent(all::add);
        Subject subject = subject();
        all.removeIf(note ->
                subject.line().contains(note) || SAID_BY_THE_FORMAT.stream().anyMatch(note::startsWith));
        return DiagnosisReport.of(diagnosis)
                .with(request)
                .notes(List.copyOf(all))
                .about(subject);
    }

    /** Returns the lines that were ignored, if other lines were used. */
    private Optional<String> unused() {
        List<ParsedInput.LineRange> ranges = input.unused();
        if (!isRequest() || ranges.isEmpty()) {
            return Optional.empty();
        }
        String lines = ranges.stream()
                .limit(MAX_RANGES)
                .map(range ->
                        range.first() == range.last() ? "" + range.first() : range.first() + " to " + range.last())
                .collect(Collectors.joining(", "));
        return Optional.of(
                "Lines that were ignored: " + lines + (ranges.size() > MAX_RANGES ? ", and more" : "") + ".");
    }

    private Subject subject() {
        ParsedExchange exchange = input.chosen();
        if (MisplacedAssertion.isCall(input.request()) && given == null) {
            return call();
        }
        return switch (exchange.format()) {
            case RESPONSE ->
                Subject.nothing("Only the provider's response was found, but no token request: paste the request"
                        + " that was sent, or its client secret or client assertion.");
            case KEY ->
                Subject.nothing("This is "
                        + (input.keys().isEmpty() ? "a key" : input.keys().get(0))
                        + ", not a token request: paste the request, or the JWT that was signed with the key. "
                        + (notes.contains(ExposedKey.NOTE)
                                ? ExposedKey.NOTE
                                : "A private key that others may have seen is compromised: revoke it and generate a new"
                                        + " one."));
            case UNREADABLE ->
                Subject.nothing(
                        "No token request was found in the text: paste the request as it was sent (a curl command,"
                                + " an HTTP log, a HAR file, a form body), or the JWT alone. Source code is not run.");
            case JWT ->
                isOtherToken()
                        ? new Subject(
                                incomplete(exchange)
                                        + String.join(
                                                " ",
                                                match.map(ProviderMatch::foreign)
                                                        .orElse(List.of())),
                                "form of this JWT")
                        : new Subject(
                                incomplete(exchange)
                                        + "Only a JWT was found, not the request: URL, headers and parameters"
                                        + " were not checked. "
                                        + checked(),
                                "JWT");
            case CONFIGURATION ->
                hasNothingSigned(request)
                        ? Subject.nothing("Only a configuration was found, but no token request: paste the request"
                                + " that is sent, or the client secret or client assertion that is created.")
                        : new Subject(
                                incomplete(exchange)
                                        + "Only a configuration was found, not a request: URL, headers and"
                                        + " parameters were not checked. "
                                        + checked(),
                                "configuration");
            default ->
                new Subject(incomplete(exchange) + "Read " + article(exchange.format()) + ". " + checked(), "request");
        };
    }

    /** Describes an API call by its Bearer token. */
    private Subject call() {
        String foreign = match.map(found -> String.join(" ", found.foreign())).orElse("");
        if (isOtherToken()) {
            return new Subject("Read an API call, not a token request. " + foreign, "form of this JWT");
        }
        return hasNothingSigned(request)
                ? Subject.nothing("Read an API call with a Bearer token, not a token request: paste the request to the "
                        + "token endpoint, or the client secret or client assertion in it.")
                : new Subject(
                        "Read an API call, not a token request: only the JWT in it was checked. " + checked(), "JWT");
    }

    /** Returns what to paste instead, if a part of the request is missing. */
    private String incomplete(ParsedExchange exchange) {
        if (!exchange.gaps().isEmpty()) {
            return exchange.notes().stream()
                    .filter(note -> note.contains(": paste "))
                    // The signed JWT matters most.
                    .min(Comparator.comparing(note -> !note.contains("client_secret") && !note.contains("assertion")))
                    .map(note -> "Incomplete: " + note + " ")
                    .orElse("Incomplete: values were left out; paste the request with them. Secrets are not printed. ");
        }
        return request.faults().isEmpty()
                ? ""
                : "Part of the request could not be read: paste it as it was sent, before the HTTP library or shell"
                        + " changes it. ";
    }

    /**
     * Returns whether the JWT belongs to another product or has another purpose, so that it is not checked as a client
     * assertion.
     */
    private boolean isOtherToken() {
        return profile().id().equals(NeutralChecks.OTHER_TOKEN);
    }

    private String checked() {
        if (given != null) {
            return "Checked as " + given.name() + ", as specified.";
        }
        boolean isNeutral = profile().id().equals(NeutralChecks.profile().id());
        String because = match.map(found -> String.join(
                        "; ",
                        found.reasons()
                                .subList(
                                        0, Math.min(MAX_REASONS, found.reasons().size()))))
                .orElse("the text does not show which provider the request was sent to");
        return isNeutral
                ? "Only general checks were made, because " + because + "."
                : "Checked as " + profile().name() + ", because " + because + ".";
    }

    private static String article(InputFormat format) {
        return switch (format) {
            case FORM_BODY -> "a form body";
            case HTTP_REQUEST -> "an HTTP request";
            case CURL -> "a curl command";
            case COMMAND -> "a command line";
            case HAR -> "a HAR entry";
            case EXPORT -> "an exported request";
            case JSON_BODY -> "the parameters of a request";
            case DESCRIPTION -> "a description of a request";
            default -> "a request";
        };
    }

    private static boolean isChecked(ParsedInput input) {
        if (MisplacedAssertion.isCall(input.request())
                && MisplacedAssertion.inCall(input.request()).isEmpty()) {
            return false;
        }
        return switch (input.format()) {
            case RESPONSE, KEY, UNREADABLE -> false;
            case CONFIGURATION -> !hasNothingSigned(input.request());
            default -> true;
        };
    }

    private static boolean hasNothingSigned(TokenRequest request) {
        return request.assertion().isEmpty()
                && request.parameters().stream().flatMap(List::stream).noneMatch(p -> CREDENTIALS.contains(p.name()));
    }

    /** Returns only the format, because the request contains secrets. */
    @Override
    public String toString() {
        return "PastedRequest[" + input.format() + ", " + profile().id() + "]";
    }
}
