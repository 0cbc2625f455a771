// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The health indicator {@code clientauth} for Spring Boot 3. */
@AutoConfiguration(after = ClientAuthAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
@ConditionalOnEnabledHealthIndicator("clientauth")
@Import(ClientStatesConfiguration.class)
final class ClientAuthHealth3AutoConfiguration {

    @Bean
    HealthIndicator clientauthHealthIndicator(ClientStates states) {
        return () -> {
            ClientStates.Report report = states.report();
            return Health.status(report.status()).withDetails(report.details()).build();
        };
    }
}
