// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Hides private keys, their passwords and client secrets in the endpoints {@code env} and {@code configprops}, even if
 * these are configured to show values, and whatever the source of the secret.
 */
@AutoConfiguration(after = ClientAuthAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.SanitizingFunction")
final class ClientAuthActuatorAutoConfiguration {
    private static final String PEM_PRIVATE_KEY = "PRIVATE KEY-----";

    @Bean
    SanitizingFunction clientauthSanitizingFunction(ClientAuthProperties properties, Environment environment) {
        List<String> secrets = properties.clients().values().stream()
                .flatMap(client -> Stream.of(
                                Optional.ofNullable(client.key())
                                        .flatMap(key -> KeyProperty.secret(key, environment))
                                        .orElse(null),
                                client.keyPassword(),
                                client.clientSecret())
                        .filter(Objects::nonNull))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .toList();
        return data -> {
            String value = String.valueOf(data.getValue());
            return value.contains(PEM_PRIVATE_KEY) || secrets.stream().anyMatch(value::contains)
                    ? data.withSanitizedValue()
                    : data;
        };
    }
}
