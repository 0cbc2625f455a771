// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the parts of a response in a text. */
public final class ResponseCollector {
    private static final int MAX_SENTENCES = 6;
    private static final int MAX_LENGTH = 500;
    private static final int REFUSED = 400;

    private @Nullable Integer status;
    private @Nullable String error;
    private @Nullable String description;
    private @Nullable String uri;
    private @Nullable String challenge;
    private @Nullable Instant date;
    private final Set<String> sentences = new LinkedHashSet<>();
    private boolean hasToken;
    private boolean isMentioned;
    private boolean hasBadDate;

    public ResponseCollector status(int value) {
        status = value;
        return this;
    }

    public ResponseCollector error(@Nullable String value) {
        error = cut(value);
        return this;
    }

    public ResponseCollector description(@Nullable String value) {
        description = cut(value);
        return this;
    }

    public ResponseCollector uri(@Nullable String value) {
        uri = cut(value);
        return this;
    }

    public ResponseCollector challenge(@Nullable String value) {
        challenge = cut(value);
        return this;
    }

    public ResponseCollector date(@Nullable Instant value) {
        date = value;
        return this;
    }

    /** Its Date header is not a valid date. */
    void badDate() {
        hasBadDate = true;
    }

    public boolean hasBadDate() {
        return hasBadDate;
    }

    ResponseCollector token() {
        hasToken = true;
        return this;
    }

    /** It was read from a description, not from the response itself. */
    public ResponseCollector mentioned() {
        isMentioned = true;
        return this;
    }

    public ResponseCollector sentence(@Nullable String sentence) {
        boolean isCode = sentence != null && sentence.strip().equals(error);
        if (sentence != null && !isCode && !sentence.isBlank() && sentences.size() < MAX_SENTENCES) {
            sentences.add(String.valueOf(cut(sentence.strip())));
        }
        return this;
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }

    @Nullable
    public Integer status() {
        return status;
    }

    @Nullable
    public String error() {
        return error;
    }

    @Nullable
    public String description() {
        return description;
    }

    @Nullable
    public String uri() {
        return uri;
    }

    @Nullable
    public String challenge() {
        return challenge;
    }

    @Nullable
    public Instant date() {
        return date;
    }

    public List<String> sentences() {
        return new ArrayList<>(sentences);
    }

    public boolean isMention() {
        return isMentioned;
    }

    public boolean isEmpty() {
        return status == null && error == null && !hasToken && date == null && sentences.isEmpty();
    }

    public boolean isRefusal() {
        return !hasToken && (status == null ? error != null : status >= REFUSED);
    }

    boolean isSuccess() {
        return hasToken || (status != null && status < REFUSED && error == null);
    }

    /** Returns whether the other one may be part of the same response. */
    public boolean agreesWith(ResponseCollector other) {
        return (status == null || other.status == null || status.equals(other.status))
                && (error == null || other.error == null || error.equals(other.error))
                && !(hasToken && other.error != null)
                && !(error != null && other.hasToken);
    }

    /** Adds what is missing here. */
    public void fill(ResponseCollector other) {
        status = status == null ? other.status : status;
        error = error == null ? other.error : error;
        description = description == null ? other.description : description;
        uri = uri == null ? other.uri : uri;
        challenge = challenge == null ? other.challenge : challenge;
        date = date == null ? other.date : date;
        hasToken |= other.hasToken;
        other.sentences.forEach(this::sentence);
    }
}
