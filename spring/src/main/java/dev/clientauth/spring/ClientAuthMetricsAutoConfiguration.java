// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.micrometer.TokenMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Exports the events of all clients as the meters of {@link TokenMetrics}, with the tag {@code client}. */
@AutoConfiguration(
        after = ClientAuthAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(name = "io.micrometer.core.instrument.MeterRegistry")
@ConditionalOnBean(type = "io.micrometer.core.instrument.MeterRegistry")
final class ClientAuthMetricsAutoConfiguration {

    @Bean
    ClientEventListener clientauthMetrics(MeterRegistry registry) {
        Map<String, TokenMetrics> metrics = new ConcurrentHashMap<>();
        return (client, event) -> metrics.computeIfAbsent(client, name -> TokenMetrics.of(registry, name))
                .on(event);
    }
}
