// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Reads pasted token requests, and renders a diagnosis as text, Markdown and JSON. */
module dev.clientauth.diagnosis {
    requires transitive dev.clientauth;
    requires com.fasterxml.jackson.databind;

    exports dev.clientauth.diagnosis;
    exports dev.clientauth.diagnosis.input;
    exports dev.clientauth.diagnosis.provider;
}
