// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import java.util.List;

/**
 * The headers, parameters and claims of a request, one on each line.
 *
 * @param request the request, without secrets
 */
record RequestListing(RedactedRequest request) {
    private static final int INDENT = 4;
    private static final int MAX_NAME = 20;

    /** Appends the listing, unless the request is empty. */
    void drawOn(Page page) {
        if (request.isEmpty()) {
            return;
        }
        page.heading("The request as it was read, without secrets:");
        String line =
                String.join(" ", request.method().orElse(""), request.endpoint().orElse(""));
        if (!line.isBlank()) {
            page.hanging(2, "", 2, Color.PLAIN, line, Color.PLAIN);
        }
        group(page, "HTTP headers", request.headers());
        group(
                page,
                "Parameters",
                request.parameters().stream()
                        .map(p -> new RedactedRequest.Member(
                                p.name(), p.value() + (p.inQuery() ? ", in the query of the URL" : "")))
                        .toList());
        group(page, "JOSE header", request.header());
        group(page, "Claims", request.claims());
    }

    private static void group(Page page, String name, List<RedactedRequest.Member> members) {
        if (members.isEmpty()) {
            return;
        }
        page.raw("  " + page.paint(Color.DIM, name));
        int column = members.stream()
                .mapToInt(m -> Columns.of(page.shown(m.name())) + 2)
                .filter(wide -> wide <= MAX_NAME)
                .max()
                .orElse(MAX_NAME);
        members.forEach(m -> page.hanging(INDENT, m.name(), column, Color.PLAIN, m.value(), Color.CYAN));
    }
}
