// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the secret into the private members of JWKs. */
final class PrivateMembers {
    private static final Pattern PLACE = Pattern.compile("(\"(?:d|p|q|dp|dq|qi|k)\"\\s{0,9}:\\s{0,9}\")" + Probe.PLACE);

    private PrivateMembers() {}

    static String withSecret(String json) {
        return json.contains(Probe.PLACE)
                ? PLACE.matcher(json).replaceAll("$1" + Matcher.quoteReplacement(Probe.SECRET))
                : json;
    }
}
