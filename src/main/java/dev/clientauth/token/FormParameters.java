// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Collects the parameters of a grant in order, except those without a value. */
final class FormParameters {
    private final Map<String, String> values = new LinkedHashMap<>();

    private FormParameters() {}

    static FormParameters of(Grant grant) {
        return new FormParameters().put("grant_type", grant.type());
    }

    FormParameters put(String name, String value) {
        values.put(name, value);
        return this;
    }

    FormParameters put(String name, Optional<String> value) {
        value.ifPresent(present -> values.put(name, present));
        return this;
    }

    Map<String, String> toMap() {
        return Collections.unmodifiableMap(values);
    }
}
