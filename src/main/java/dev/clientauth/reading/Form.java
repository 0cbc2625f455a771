package dev.clientauth.reading;

/** The form in which an attempt was written down. */
public enum Form {
    /** A JWT alone: a client assertion or a client secret, or the header and payload of one without its signature. */
    JWT,
    /** The body of a request: {@code grant_type=…&client_id=…}. */
    FORM_BODY,
    /** An HTTP request, perhaps with the response after it; or a browser's copy of one as a call of {@code fetch}. */
    HTTP_REQUEST,
    /** A curl command line. */
    CURL,
    /** A HAR file, or one entry of it. */
    HAR,
    /** A JSON object of parameters. */
    JSON_BODY,
    /** Words about a request: headings and lines such as {@code grant_type: client_credentials}. */
    DESCRIPTION,
    /** None of these. */
    UNREADABLE
}
