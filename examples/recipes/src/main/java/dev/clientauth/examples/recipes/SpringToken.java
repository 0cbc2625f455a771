// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.recipes;

import dev.clientauth.ClientAuthenticator;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Requests a token for the client in application.yaml. */
@SpringBootApplication
public class SpringToken {
    public static void main(String[] args) {
        SpringApplication.run(SpringToken.class, args);
    }

    @Bean
    CommandLineRunner show(ClientAuthenticator school) {
        return args -> System.out.println(school.accessToken());
    }
}
