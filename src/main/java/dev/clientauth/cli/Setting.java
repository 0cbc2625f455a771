package dev.clientauth.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What makes up a client's configuration, each under one name as flag, as variable and as property. */
enum Setting {
    PROVIDER,
    CLIENT_ID,
    TEAM_ID,
    KEY,
    KEY_ID,
    KEY_ALIAS,
    KEY_PASSWORD,
    ALGORITHM,
    LIFETIME,
    SCOPE,
    TOKEN_ENDPOINT,
    ISSUER,
    JWKS_URL;

    static final String VARIABLES = "CLIENTAUTH_";

    /** The name in a properties file, which may have dots for hyphens: {@code client-id}. */
    String property() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The flag: {@code --client-id}. */
    String flag() {
        return "--" + property();
    }

    /** The environment variable: {@code CLIENTAUTH_CLIENT_ID}. */
    String variable() {
        return VARIABLES + name();
    }

    /** Where to set it. */
    String how() {
        return this == KEY_PASSWORD ? variable() : flag() + " or " + variable();
    }

    /** The setting of a name in a properties file, in any of its forms. */
    static Optional<Setting> ofProperty(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace('.', '-').replaceFirst("^clientauth-", "");
        return Arrays.stream(values())
                .filter(setting -> setting.property().equals(plain))
                .findFirst();
    }
}
