// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.school;

import dev.clientauth.spring.BearerRequestInterceptor;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/** Lists the devices of an organization in Apple School Manager. */
@SpringBootApplication
public class SchoolApplication {

    public static void main(String[] args) {
        SpringApplication.run(SchoolApplication.class, args);
    }

    @Bean
    RestClient school(
            RestClient.Builder builder,
            BearerRequestInterceptor token,
            @Value("${clientauth.clients.school.api-base}") String api) {
        return builder.baseUrl(api).requestInterceptor(token).build();
    }
}
