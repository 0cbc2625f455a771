// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Local mocks of the providers, for tests and development.
 *
 * <p>JUnit and Jackson's YAML are optional: a test module that uses {@link dev.clientauth.mock.junit} or seed files in YAML
 * requires them itself.
 */
module dev.clientauth.mock {
    requires transitive dev.clientauth;
    requires transitive dev.clientauth.diagnosis;
    requires static com.fasterxml.jackson.dataformat.yaml;
    requires static org.junit.jupiter.api;
    requires com.fasterxml.jackson.databind;
    requires okhttp3;
    requires okio;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.slf4j;

    exports dev.clientauth.mock;
    exports dev.clientauth.mock.junit;
    exports dev.clientauth.mock.server;
}
