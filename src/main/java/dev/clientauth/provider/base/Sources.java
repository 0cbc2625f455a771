// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider.base;

import dev.clientauth.profile.Citation;

import java.time.LocalDate;

/** Pages that several providers rest on. */
public final class Sources {
    /** Bits that RFC 7518 sections 3.3 and 3.5 demand of an RSA key. */
    public static final int MIN_RSA_BITS = 2048;

    /** The day on which most pages were read; a page that was read again names its own day. */
    private static final LocalDate READ = LocalDate.of(2026, 11, 20);

    /** The day of the second reading. */
    public static final LocalDate READ_AGAIN = LocalDate.of(2026, 11, 26);

    public static final Citation RFC_6749_CLIENT_AUTHENTICATION =
            documented("RFC 6749 section 2.3", "https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3");
    public static final Citation RFC_6749_TOKEN_ENDPOINT =
            documented("RFC 6749 section 3.2", "https://www.rfc-editor.org/rfc/rfc6749.html#section-3.2");
    public static final Citation RFC_6749_SCOPE =
            documented("RFC 6749 section 3.3", "https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3");
    public static final Citation RFC_6749_ERRORS =
            documented("RFC 6749 section 5.2", "https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2");
    public static final Citation RFC_7515_X5T =
            documented("RFC 7515 section 4.1.7", "https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.7");
    public static final Citation RFC_7523_GRANT =
            documented("RFC 7523 section 2.1", "https://www.rfc-editor.org/rfc/rfc7523.html#section-2.1");
    public static final Citation RFC_8725_TYPES =
            documented("RFC 8725 section 3.11", "https://www.rfc-editor.org/rfc/rfc8725.html#section-3.11");
    public static final Citation RFC_6749_GRANTS =
            documented("RFC 6749 section 4", "https://www.rfc-editor.org/rfc/rfc6749.html#section-4");
    public static final Citation RFC_7515_COMPACT =
            documented("RFC 7515 section 7.1", "https://www.rfc-editor.org/rfc/rfc7515.html#section-7.1");
    public static final Citation RFC_7515_KID =
            documented("RFC 7515 section 4.1.4", "https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.4");
    public static final Citation RFC_7515_CRIT =
            documented("RFC 7515 section 4.1.11", "https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.11");
    public static final Citation RFC_7523_BIS = documented(
            "draft-ietf-oauth-rfc7523bis-11",
            "https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/",
            READ_AGAIN);
    public static final Citation OPENID_CONNECT_CORE = documented(
            "OpenID Connect Core 1.0 section 9",
            "https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication");
    public static final Citation RFC_7518_ALGORITHMS =
            documented("RFC 7518 section 3", "https://www.rfc-editor.org/rfc/rfc7518.html#section-3");
    public static final Citation RFC_7518_RSA =
            documented("RFC 7518 section 3.3", "https://www.rfc-editor.org/rfc/rfc7518.html#section-3.3");
    public static final Citation RFC_7518_ECDSA =
            documented("RFC 7518 section 3.4", "https://www.rfc-editor.org/rfc/rfc7518.html#section-3.4");
    public static final Citation RFC_7519_NUMERIC_DATE =
            documented("RFC 7519 section 2", "https://www.rfc-editor.org/rfc/rfc7519.html#section-2");
    public static final Citation RFC_7519_TIMES =
            documented("RFC 7519 section 4.1", "https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1");
    public static final Citation RFC_7519_TYP =
            documented("RFC 7519 section 5.1", "https://www.rfc-editor.org/rfc/rfc7519.html#section-5.1");
    public static final Citation RFC_7521_CLIENT_ID =
            documented("RFC 7521 section 4.2", "https://www.rfc-editor.org/rfc/rfc7521.html#section-4.2");
    public static final Citation RFC_7523_CLIENT =
            documented("RFC 7523 section 2.2", "https://www.rfc-editor.org/rfc/rfc7523.html#section-2.2");
    public static final Citation RFC_7523_FORMAT =
            documented("RFC 7523 section 3", "https://www.rfc-editor.org/rfc/rfc7523.html#section-3");

    public static final Citation BCDA = observed("CMSgov/bcda-ssas-app", "https://github.com/CMSgov/bcda-ssas-app");

    private Sources() {}

    public static Citation documented(String title, String uri) {
        return Citation.documented(title, uri, READ);
    }

    public static Citation documented(String title, String uri, LocalDate read) {
        return Citation.documented(title, uri, read);
    }

    /** A page of which only excerpts were read, on the day of the second reading. */
    public static Citation excerpt(String title, String uri) {
        return Citation.documented(title, uri, READ_AGAIN).readAs(Citation.Access.EXCERPT);
    }

    /** A page that reports observations, of which only excerpts were read, on the day of the second reading. */
    public static Citation observedExcerpt(String title, String uri) {
        return Citation.observed(title, uri, READ_AGAIN).readAs(Citation.Access.EXCERPT);
    }

    public static Citation observed(String title, String uri) {
        return Citation.observed(title, uri, READ);
    }

    /** A page that was read on the day of the second reading. */
    public static Citation observedAgain(String title, String uri) {
        return Citation.observed(title, uri, READ_AGAIN);
    }
}
