// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.crypto.spec.SecretKeySpec;
import java.io.PrintWriter;
import java.io.StringWriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A Redis URI may contain a password, so no text shows it, in particular not the error about an invalid URI. */
class RedisUriTextTest {
    private static final String SECRET = "S3cr3t";

    @ParameterizedTest
    @ValueSource(
            strings = {
                // user info that is not percent-encoded
                "redis://:S3cr3t^@redis.example.com:6379",
                "redis://:S3cr3t %@redis.example.com:6379",
                "rediss://app:%S3cr3t@redis.example.com:6380/0",
                "rediss://app:S3cr3t[x]@redis.example.com",
                "redis://app:S3cr3t\"@redis.example.com",
                "redis://app:S3cr3t\n@redis.example.com",
                // a delimiter in the password, which moves a part of it to another place
                "redis://:12/S3cr3t@redis.example.com",
                "redis://app:12#S3cr3t@redis.example.com",
                "redis://app:12?S3cr3t@redis.example.com",
                "redis://:S3cr3t#x@redis.example.com",
                "redis://:S3cr3t/x@redis.example.com",
                "redis://:S3cr3t?x@redis.example.com",
                "redis://:S3cr3t@x@redis.example.com",
                "redis://:x@S3cr3t@redis.example.com:6379",
                "redis://S3cr3t@@redis.example.com",
                "redis://:S3cr3t",
                "redis://:S3cr3t#",
                // no scheme, or another one
                "S3cr3t",
                ":S3cr3t@redis.example.com",
                "app:S3cr3t@redis.example.com:6379",
                "://app:S3cr3t@redis.example.com",
                "//app:S3cr3t@redis.example.com",
                "redis:S3cr3t@redis.example.com",
                "https://app:S3cr3t@redis.example.com",
                "S3cr3t://redis.example.com",
                // in the query
                "redis://redis.example.com:x?password=S3cr3t",
                "redis://redis.example.com?password=S3cr3t^",
                "redis://redis.example.com/0?password=S3cr3t@x",
                // port, database, host
                "redis://:S3cr3t@redis.example.com:99999",
                "redis://:S3cr3t@redis.example.com:port",
                "redis://:S3cr3t@redis.example.com/zero",
                "redis://redis.example.com/S3cr3t",
                "redis://:S3cr3t@",
                "redis://:S3cr3t@redis_1:6379",
                "rediss://:S3cr3t@[::1:6379",
                "redis://:S3cr3t@one:6379,two:6379",
                // sentinels
                "redis-sentinel://:S3cr3t^@one,two/0#master",
                "redis-sentinel://:S3cr3t@one:x,two/0#master",
                "redis-sentinel://:S3cr3t@one,two",
                "redis-sentinel://:S3cr3t@one,:S3cr3t@two/0#master",
                "redis-sentinel://:x#S3cr3t@one/0#master",
                // sockets
                "redis-socket://:S3cr3t^@/tmp/redis.sock",
            })
    void anInvalidUriIsRejectedWithoutQuotingAnyPart(String uri) {
        Throwable failure = catchThrowable(() -> RedisTokenStore.connect(uri, new SecretKeySpec(new byte[32], "AES")));

        assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasNoCause();
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString())
                .doesNotContain(SECRET)
                .contains("The Redis URI is invalid: ", "Expected a URI such as rediss://");
        assertThat(failure.getMessage()).doesNotContain(":12");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\n"})
    void aBlankUriIsRejectedByName(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisUriText.parse(uri))
                .withMessageStartingWith("uri must not be null or blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://redis.example.com",
                "redis://127.0.0.1:6379/3",
                "rediss://app:S3%40%2F%23%3F%25cr3t@redis.example.com:6380/0",
                "rediss://:S3cr3t@[::1]:6379",
                "redis://redis.example.com?timeout=2s",
                "redis-sentinel://:S3cr3t@one.example.com,two.example.com:26380/0#master",
                "redis-socket:///tmp/redis.sock",
            })
    void aValidUriIsParsedAsLettuceDoes(String uri) {
        assertThat(RedisUriText.parse(uri)).isEqualTo(RedisURI.create(uri));
    }

    @Test
    void aPercentEncodedPasswordIsDecoded() {
        RedisURI parsed = RedisUriText.parse("redis://app:p%40%2F%23%3F%25@redis.example.com:6379");

        assertThat(parsed.getHost()).isEqualTo("redis.example.com");
        assertThat(parsed.getCredentialsProvider().resolveCredentials().block().getPassword())
                .containsExactly('p', '@', '/', '#', '?', '%');
    }
}
