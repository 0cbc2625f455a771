// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import java.util.Map;
import java.util.Optional;

/**
 * A received HTTP request.
 *
 * @param secure whether it was received over TLS
 * @param method the method, as sent
 * @param target the request target, as sent
 * @param headers by lower-case name; several of one name are joined by commas
 * @param body the body, read as UTF-8
 */
public record HttpRequest(boolean secure, String method, String target, Map<String, String> headers, String body) {

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /** Returns the path of the target, without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Returns the query of the target; empty if there is none. */
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** Omits headers, query and body, which contain secrets. */
    @Override
    public String toString() {
        return "HttpRequest[" + (secure ? "https" : "http") + ", " + headers.size() + " headers]";
    }
}
