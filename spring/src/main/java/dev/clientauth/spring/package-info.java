// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Clients from {@code clientauth.clients.*} in Spring Boot applications: authenticators, interceptors for HTTP clients,
 * health, metrics and client authentication for Spring Security.
 */
@NullMarked
package dev.clientauth.spring;

import org.jspecify.annotations.NullMarked;
