// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Signed-JWT client authentication for OAuth 2.0 token endpoints.
 *
 * <p>Start with {@link dev.clientauth.ClientAuthenticator}. OkHttp, Bouncy Castle, Lettuce and Micrometer are optional:
 * to use a feature that needs one of them, require its module. If no module requires {@code okhttp3}, requests are sent
 * with the HTTP client of the JDK.
 */
module dev.clientauth {
    requires transitive com.nimbusds.jose.jwt;
    requires transitive org.jspecify;
    requires static jdk.httpserver;
    requires static kotlin.stdlib;
    requires static lettuce.core;
    requires static micrometer.core;
    requires static okhttp3;
    requires static okio;
    requires static org.bouncycastle.pkix;
    requires static org.bouncycastle.provider;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires org.slf4j;

    exports dev.clientauth;
    exports dev.clientauth.apple;
    exports dev.clientauth.discovery;
    exports dev.clientauth.json to
            dev.clientauth.cli,
            dev.clientauth.diagnosis,
            dev.clientauth.mock;
    exports dev.clientauth.key;
    exports dev.clientauth.key.crypto to
            dev.clientauth.cli;
    exports dev.clientauth.key.format to
            dev.clientauth.cli;
    exports dev.clientauth.key.inspect to
            dev.clientauth.cli;
    exports dev.clientauth.key.ring;
    exports dev.clientauth.micrometer;
    exports dev.clientauth.net to
            dev.clientauth.cli,
            dev.clientauth.mock;
    exports dev.clientauth.profile;
    exports dev.clientauth.profile.rules;
    exports dev.clientauth.profile.text to
            dev.clientauth.cli,
            dev.clientauth.diagnosis,
            dev.clientauth.mock;
    exports dev.clientauth.provider;
    exports dev.clientauth.provider.base to
            dev.clientauth.diagnosis;
    exports dev.clientauth.redis;
    exports dev.clientauth.token;
    exports dev.clientauth.transport;
}
