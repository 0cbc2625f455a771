// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of a third party that sends requests to the mock, or judges those of the library. */
enum Judge {
    OIDC_PROVIDER("oidc-provider", "oidc-provider", true),
    KEYCLOAK("Keycloak", "keycloak-quarkus-dist", true),
    NIMBUS_VERIFIER("Nimbus OAuth 2.0 SDK, server side", "oauth2-oidc-sdk", true),
    OPENID_CLIENT("openid-client", "openid-client", false),
    APPLE_SIGNIN_AUTH("apple-signin-auth", "apple-signin-auth", false),
    NIMBUS_CLIENT("Nimbus OAuth 2.0 SDK, client side", "oauth2-oidc-sdk", false),
    SPRING_SECURITY("Spring Security OAuth 2.0 client", "spring-security-oauth2-client", false),
    MSAL4J("Microsoft Authentication Library for Java", "msal4j", false),
    GOOGLE_AUTH_LIBRARY("Google Auth Library for Java", "google-auth-library-oauth2-http", false);

    private static final Pattern MAVEN = Pattern.compile("<([a-z0-9-]+)[.]version>([^<$]+)</");

    private final String title;
    private final String artifact;
    private final boolean server;

    Judge(String title, String artifact, boolean server) {
        this.title = title;
        this.artifact = artifact;
        this.server = server;
    }

    String title() {
        return title;
    }

    /** Returns whether it judges requests of the library; otherwise it sends requests to the mock. */
    boolean isServer() {
        return server;
    }

    /** Returns the artifact with the version that is pinned in pom.xml or package-lock.json. */
    String pinned() {
        Matcher maven = MAVEN.matcher(read("pom.xml"));
        while (maven.find()) {
            if (maven.group(1).equals(artifact)) {
                return artifact + " " + maven.group(2) + " (Maven Central)";
            }
        }
        Matcher npm = Pattern.compile("\"node_modules/" + artifact + "\": [{]\\s*\"version\": \"([^\"]+)\"")
                .matcher(read("package-lock.json"));
        if (!npm.find()) {
            throw new AssertionError("Neither pom.xml nor package-lock.json has a version of " + artifact + ".");
        }
        return artifact + " " + npm.group(1) + " (npm)";
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
