package dev.clientauth.provider;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.RequestTraits;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A service that takes a JWT as a grant, with what is particular to it. */
enum GrantService {
    GOOGLE(
            "a Google service account (JWT bearer grant)",
            Set.of("oauth2.googleapis.com", "www.googleapis.com", "accounts.google.com"),
            List.of(
                    "https://oauth2.googleapis.com/token",
                    "https://www.googleapis.com/oauth2/v4/token",
                    "https://accounts.google.com/o/oauth2/token"),
            Duration.ofHours(1),
            "https://developers.google.com/identity/protocols/oauth2/service-account"),
    SALESFORCE_TEST(
            "a Salesforce sandbox (JWT bearer grant)",
            Set.of("test.salesforce.com"),
            List.of("https://test.salesforce.com"),
            null,
            "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_jwt_flow.htm"),
    SALESFORCE(
            "Salesforce (JWT bearer grant)",
            Set.of("login.salesforce.com"),
            List.of("https://login.salesforce.com"),
            null,
            "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_jwt_flow.htm"),
    BOX(
            "Box (JWT bearer grant)",
            Set.of("api.box.com"),
            List.of("https://api.box.com/oauth2/token"),
            Duration.ofMinutes(1),
            "https://developer.box.com/guides/authentication/jwt/without-sdk/"),
    DOCUSIGN_DEMO(
            "DocuSign's demo system (JWT bearer grant)",
            Set.of("account-d.docusign.com"),
            List.of("account-d.docusign.com"),
            null,
            "https://developers.docusign.com/platform/auth/jwt/"),
    DOCUSIGN(
            "DocuSign (JWT bearer grant)",
            Set.of("account.docusign.com"),
            List.of("account.docusign.com"),
            null,
            "https://developers.docusign.com/platform/auth/jwt/"),
    MASKINPORTEN_TEST(
            "Maskinporten's test system (JWT bearer grant)",
            Set.of("test.maskinporten.no"),
            List.of("https://test.maskinporten.no/"),
            Duration.ofMinutes(2),
            "https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_token"),
    MASKINPORTEN(
            "Maskinporten (JWT bearer grant)",
            Set.of("maskinporten.no"),
            List.of("https://maskinporten.no/"),
            Duration.ofMinutes(2),
            "https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_token"),
    OTHER(
            "a JWT bearer grant (RFC 7523 section 2.1)",
            Set.of(),
            List.of(),
            null,
            "https://www.rfc-editor.org/rfc/rfc7523.html#section-2.1");

    private final String title;
    private final Set<String> hosts;
    private final List<String> audiences;
    private final @Nullable Duration maxLife;
    private final String page;

    GrantService(String title, Set<String> hosts, List<String> audiences, @Nullable Duration maxLife, String page) {
        this.title = title;
        this.hosts = hosts;
        this.audiences = audiences;
        this.maxLife = maxLife;
        this.page = page;
    }

    /** The service to which a request goes: by its URL, or where that is not known by its audience. */
    static GrantService of(RequestTraits traits) {
        for (GrantService service : values()) {
            boolean isAudience =
                    traits.endpoint().isEmpty() && traits.audiences().stream().anyMatch(service.audiences::contains);
            if (isAudience || (!traits.endpoint().isEmpty() && service.hosts.contains(traits.host()))) {
                return service;
            }
        }
        return OTHER;
    }

    String title() {
        return title;
    }

    List<String> audiences() {
        return audiences;
    }

    Optional<Duration> maxLife() {
        return Optional.ofNullable(maxLife);
    }

    Citation page() {
        return Sources.documented(title, page);
    }
}
