// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.command;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options of curl: their long names, and which of them take a value. */
final class CurlOptions {
    private static final Set<String> WITH_VALUE = words("""
            data data-ascii data-raw data-binary data-urlencode json form form-string request header user user-agent cookie
            cookie-jar referer url url-query oauth2-bearer output write-out max-time connect-timeout retry retry-delay
            retry-max-time proxy proxy-user noproxy cacert capath cert cert-type key key-type pass ciphers tls13-ciphers tls-max
            resolve connect-to interface dump-header upload-file range config limit-rate max-redirs trace trace-ascii stderr
            unix-socket aws-sigv4 proto proto-default variable expand-data expand-url expand-header doh-url dns-servers
            local-port keepalive-time pinnedpubkey crlfile engine netrc-file rate time-cond output-dir speed-limit speed-time""");

    private static final Set<String> WITHOUT_VALUE = words("""
            get head insecure silent show-error verbose include location location-trusted fail fail-with-body fail-early
            compressed http1.0 http1.1 http2 http2-prior-knowledge http3 ipv4 ipv6 tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 globoff
            remote-name remote-time basic digest ntlm negotiate anyauth netrc netrc-optional buffer progress-bar progress-meter
            path-as-is raw ssl ssl-reqd ssl-no-revoke trace-time tcp-nodelay post301 post302 post303 disable next parallel
            retry-all-errors retry-connrefused styled-output create-dirs junk-session-cookies keepalive alpn sessionid
            remote-header-name tr-encoding haproxy-protocol proxytunnel suppress-connect-headers crlf list-only append version
            help manual""");

    private static final Map<Character, String> SHORT = words("""
            d:data F:form X:request H:header u:user A:user-agent b:cookie c:cookie-jar e:referer o:output w:write-out m:max-time
            x:proxy U:proxy-user E:cert D:dump-header T:upload-file r:range K:config G:get I:head k:insecure s:silent
            S:show-error v:verbose i:include L:location f:fail g:globoff O:remote-name n:netrc N:no-buffer 0:http1.0 4:ipv4
            6:ipv6 1:tlsv1 q:disable Z:parallel #:progress-bar J:remote-header-name p:proxytunnel z:time-cond y:speed-time
            Y:speed-limit V:version h:help a:append l:list-only M:manual j:junk-session-cookies R:remote-time""").stream()
            .collect(Collectors.toUnmodifiableMap(word -> word.charAt(0), word -> word.substring(2)));

    private CurlOptions() {}

    private static Set<String> words(String text) {
        return Stream.of(text.split("\\s+", -1)).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the long name of a short option, or null if curl has no such option. */
    static @Nullable String named(char letter) {
        return SHORT.get(letter);
    }

    static boolean takesValue(String name) {
        return WITH_VALUE.contains(name);
    }

    static boolean isKnown(String name) {
        return takesValue(name)
                || WITHOUT_VALUE.contains(name)
                || (name.startsWith("no-") && WITHOUT_VALUE.contains(name.substring("no-".length())));
    }
}
