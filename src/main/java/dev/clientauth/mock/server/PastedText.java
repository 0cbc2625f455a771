package dev.clientauth.mock.server;

import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.text.JsonDocument;
import dev.clientauth.mock.text.JsonText;
import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Situation;
import dev.clientauth.provider.Likeness;
import dev.clientauth.provider.Providers;
import dev.clientauth.reading.ParsedInput;
import dev.clientauth.reading.RequestParser;
import dev.clientauth.report.DiagnosisReport;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that somebody pasted to have it judged. Nothing is recorded or used up.
 *
 * @param text what was pasted
 * @param provider by whose rules; by those of the likeliest one, where that is not said
 * @param clientId whose registration counts; that of the client that the text names, where that is not said
 * @param tokenEndpoint where the provider is, if it has an address for each customer
 */
record PastedText(String text, Optional<String> provider, Optional<String> clientId, Optional<URI> tokenEndpoint) {
    /** How long an assertion may be over, or not begun, to be taken for one that is in use now. */
    private static final Duration RECENT = Duration.ofHours(1);

    static PastedText of(String text) {
        return new PastedText(text, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static PastedText of(JsonDocument document) {
        document.only("text", "provider", "clientId", "tokenEndpoint");
        return new PastedText(
                document.requiredText("text"),
                document.text("provider"),
                document.text("clientId"),
                document.text("tokenEndpoint").map(url -> ClientDocument.uri("tokenEndpoint", url)));
    }

    /** The report on it. */
    Map<String, Object> diagnosed(RoutedProviders branches, ServerContext bench) {
        ParsedInput reading = RequestParser.parse(text);
        List<String> notes = new ArrayList<>(reading.notes());
        Optional<Likeness> likeness = provider.isPresent() ? Optional.empty() : Providers.likeliest(reading.attempt());
        Profile profile = likeness.map(Likeness::profile).orElseGet(() -> profile(reading.attempt(), branches, notes));
        Situation situation = dated(reading, bench.clock().instant(), notes);
        Optional<MockClient> client = branches.find(profile.id())
                .flatMap(branch ->
                        branch.provider().client(clientId.orElse(RequestClaims.claimedClient(reading.attempt()))));
        if (client.isPresent()) {
            situation = situation.withRegistration(client.get().registration());
        }
        DiagnosisReport report = DiagnosisReport.of(profile.diagnose(reading.attempt(), situation))
                .with(reading.attempt())
                .notes(notes);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("form", reading.format().name());
        likeness.ifPresent(found -> members.put(
                "likeness",
                Map.of(
                        "provider", found.profile().id(),
                        "reasons", found.reasons(),
                        "foreign", found.foreign())));
        JsonText.read(report.toJson()).forEachEntry(members::put);
        return members;
    }

    /** The profile that was asked for, or else the one that the attempt fits best. */
    private Profile profile(Attempt attempt, RoutedProviders branches, List<String> notes) {
        if (provider.isPresent()) {
            URI there = tokenEndpoint.or(attempt::endpoint).orElse(MockProviderServerBuilder.SMART);
            ProviderRoutes branch = branches.require(provider.get());
            return Providers.ids().contains(branch.id())
                    ? Providers.profile(branch.id(), there, null)
                    : branch.provider().profile();
        }
        Profile nearest = branches.all().stream()
                .map(branch -> branch.provider().profile())
                .min(Comparator.comparingInt(candidate -> candidate
                        .diagnose(attempt, Situation.unknown())
                        .broken()
                        .size()))
                .orElseThrow();
        notes.add("Nothing in the text shows which provider it was meant for; it is judged by the rules of "
                + nearest.name() + ".");
        return nearest;
    }

    /** When it was sent: as the text says, or now, where it may be in use. */
    private static Situation dated(ParsedInput reading, Instant now, List<String> notes) {
        Situation situation = reading.situation();
        if (situation.presentedAt().isPresent() || situation.providerClock().isPresent()) {
            return situation;
        }
        boolean inUse = instant(reading.attempt(), "exp")
                        .map(expiry -> expiry.plus(RECENT).isAfter(now))
                        .orElse(true)
                && instant(reading.attempt(), "iat")
                        .map(issued -> issued.minus(RECENT).isBefore(now))
                        .orElse(true);
        notes.add(
                inUse
                        ? "The text does not say when it was sent; it is judged as if it were sent now."
                        : "The text does not say when it was sent, and the assertion is not of today: rules about the time"
                                + " are left open.");
        return inUse ? situation.withPresentedAt(now) : situation;
    }

    private static Optional<Instant> instant(Attempt attempt, String claim) {
        return attempt.assertion()
                .flatMap(assertion -> assertion.claims())
                .flatMap(claims -> claims.get(claim) instanceof Long seconds && Math.abs(seconds) < 1L << 40
                        ? Optional.of(Instant.ofEpochSecond(seconds))
                        : Optional.empty());
    }

    /** Its length: it is full of secrets. */
    @Override
    public String toString() {
        return "PastedText[" + text.length() + " characters]";
    }
}
