// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The health indicator {@code clientauth} for Spring Boot 4, which moved the interface to another package. */
@AutoConfiguration(after = ClientAuthAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
@ConditionalOnEnabledHealthIndicator("clientauth")
@Import(ClientStatesConfiguration.class)
final class ClientAuthHealth4AutoConfiguration {

    @Bean
    HealthIndicator clientauthHealthIndicator(ClientStates states) {
        return () -> {
            ClientStates.Report report = states.report();
            return Health.status(report.status()).withDetails(report.details()).build();
        };
    }
}
