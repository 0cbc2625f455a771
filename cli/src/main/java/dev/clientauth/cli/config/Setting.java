// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The settings of a client, each with one name as flag, environment variable and property. */
public enum Setting {
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

    public static final String VARIABLES = "CLIENTAUTH_";

    /** Returns the name in a properties file: {@code client-id}. Dots are accepted for hyphens. */
    public String property() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the flag: {@code --client-id}. */
    public String flag() {
        return "--" + property();
    }

    /** Returns the environment variable: {@code CLIENTAUTH_CLIENT_ID}. */
    public String variable() {
        return VARIABLES + name();
    }

    /** Returns the flag and the variable that set it. */
    public String how() {
        return this == KEY_PASSWORD ? variable() : flag() + " or " + variable();
    }

    /** Returns the setting with this name in a properties file. */
    public static Optional<Setting> ofProperty(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace('.', '-').replaceFirst("^clientauth-", "");
        return Arrays.stream(values())
                .filter(setting -> setting.property().equals(plain))
                .findFirst();
    }
}
