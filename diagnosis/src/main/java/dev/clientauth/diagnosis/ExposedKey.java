// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import java.util.regex.Pattern;

/** Recognizes an unencrypted private key anywhere in a pasted text. */
final class ExposedKey {
    static final String NOTE =
            "The text contains a private key. A key that was in a request, a log, a ticket or a chat is"
                    + " compromised: revoke it and generate a new one.";

    /** A PEM file with some of its content, also in a string literal or after the prefix of a log or a mail. */
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (?!ENCRYPTED)(?:[A-Z]{2,10} )?PRIVATE KEY-----(?:\\\\{1,2}[nr]|[\\s\"'+>|#,]){0,40}+"
                    + "[A-Za-z0-9+/]{40}");

    /** The private member of an EC or RSA JWK, also inside a JSON string; that of P-256 has 43 characters. */
    private static final Pattern JWK =
            Pattern.compile("\\\\?[\"']d\\\\?[\"']\\s{0,8}:\\s{0,8}\\\\?[\"'][A-Za-z0-9_-]{42}");

    private ExposedKey() {}

    static boolean isIn(String text) {
        return PEM.matcher(text).find()
                || (text.contains("kty") && JWK.matcher(text).find());
    }
}
