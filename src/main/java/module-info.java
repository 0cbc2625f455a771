/**
 * Signed-JWT client authentication for OAuth 2.0 token endpoints.
 *
 * <p>Begin with {@link dev.clientauth.ClientAuthenticator}.
 */
module dev.clientauth {
    requires transitive com.nimbusds.jose.jwt;
    requires transitive okhttp3;
    requires transitive org.jspecify;
    requires static transitive micrometer.core;
    requires static transitive lettuce.core;
    requires static transitive org.junit.jupiter.api;
    requires static info.picocli;
    requires kotlin.stdlib;
    requires okio;
    requires static org.bouncycastle.pkix;
    requires static org.bouncycastle.provider;
    requires org.slf4j;
    requires tools.jackson.databind;

    exports dev.clientauth;
    exports dev.clientauth.apple;
    exports dev.clientauth.assertion;
    exports dev.clientauth.key;
    exports dev.clientauth.micrometer;
    exports dev.clientauth.mock;
    exports dev.clientauth.mock.junit;
    exports dev.clientauth.mock.server;
    exports dev.clientauth.profile;
    exports dev.clientauth.provider;
    exports dev.clientauth.reading;
    exports dev.clientauth.redis;
    exports dev.clientauth.report;
    exports dev.clientauth.token;

    opens dev.clientauth.cli to
            info.picocli;
}
