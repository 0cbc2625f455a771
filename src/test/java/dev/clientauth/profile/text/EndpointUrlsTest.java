// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;

/** Which URLs are those of the same token endpoint, and which are on this machine. */
class EndpointUrlsTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost/token, true",
        "https://LOCALHOST:8443/token, true",
        "http://127.0.0.1:80, true",
        "http://[::1]/, true",
        "http://127.0.0.2/, false",
        "http://localhost.example.com/, false",
        "https://as.example.com/localhost, false",
        "mailto:localhost, false",
        "/localhost, false",
    })
    void onlyThisMachineIsLoopback(URI url, boolean isLoopback) {
        assertThat(EndpointUrls.isLoopback(url)).isEqualTo(isLoopback);
    }

    @ParameterizedTest
    @CsvSource({
        "https://as.example.com/token, HTTPS://AS.example.com:443/token, true",
        "https://as.example.com:443/token, https://as.example.com/token, true",
        "https://as.example.com:8443/token, https://as.example.com:8443/token, true",
        "https://as.example.com/token, https://as.example.com:8443/token, false",
        "http://as.example.com/token, http://as.example.com:443/token, false",
        "http://as.example.com/token, https://as.example.com/token, false",
        "https://as.example.com/token, https://as.example.org/token, false",
        "https://as.example.com/token, https://as.example.com/Token, false",
        "https://as.example.com/token, https://as.example.com/token/, false",
        "https://as.example.com/token?a=1, https://as.example.com/token?a=1, true",
        "https://as.example.com/token?a=1, https://as.example.com/token?a=2, false",
        "https://as.example.com/token?a=1, https://as.example.com/token, false",
        "https://user@as.example.com/token, https://as.example.com/token, false",
        "mailto:a, mailto:a, false",
        "//as.example.com/token, //as.example.com/token, false",
    })
    void caseAndDefaultPortMakeNoDifference(URI one, URI other, boolean isSame) {
        assertThat(EndpointUrls.isSamePlace(one, other)).isEqualTo(isSame);
    }

    @ParameterizedTest
    @CsvSource({
        "https://as.example.com/token?a=1#b, https://as.example.com/token",
        "https://as.example.com/token#b?c, https://as.example.com/token",
        "https://as.example.com/token, https://as.example.com/token",
        "http://?x, http://?x",
        "mailto:a?b, mailto:a?b",
    })
    void queryAndFragmentAreRemoved(URI url, URI rest) {
        assertThat(EndpointUrls.withoutQuery(url)).isEqualTo(rest);
    }
}
