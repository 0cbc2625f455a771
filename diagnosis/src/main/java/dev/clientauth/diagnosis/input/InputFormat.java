// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

/** The format in which a request was written down. */
public enum InputFormat {
    /** A JWT alone: a client assertion or a client secret, or the header and payload of one without its signature. */
    JWT,
    /** The body of a request: {@code grant_type=…&client_id=…}. */
    FORM_BODY,
    /** An HTTP request as it goes over the wire, as a library or a proxy logs it, or as a call in source code. */
    HTTP_REQUEST,
    /** A curl command line. */
    CURL,
    /** A command line of wget, HTTPie, xh or PowerShell. */
    COMMAND,
    /** A HAR file, or one entry of it. */
    HAR,
    /** A request in a collection of Postman, Insomnia, Bruno or Hoppscotch, or in the error of an HTTP library. */
    EXPORT,
    /** A JSON object of parameters, or a dictionary as a program prints it. */
    JSON_BODY,
    /** A description of a request: headings and lines such as {@code grant_type: client_credentials}. */
    DESCRIPTION,
    /**
     * The settings of an application: environment variables, properties, YAML. It says nothing about the request except the
     * secret.
     */
    CONFIGURATION,
    /** What a provider returned, or the log of a server, without a request. */
    RESPONSE,
    /** A key, without a request. */
    KEY,
    /** None of these. */
    UNREADABLE;

    /** Returns whether a request was found, and not only a part of one, such as its JWT. */
    public boolean isRequest() {
        return switch (this) {
            case JWT, CONFIGURATION, RESPONSE, KEY, UNREADABLE -> false;
            default -> true;
        };
    }
}
