/**
 * A sandbox for tests with JUnit Jupiter, which is an optional dependency: {@link
 * dev.clientauth.sandbox.junit.SandboxExtension}. It plays one provider; tests that need several, or programs in other
 * languages, start a {@link dev.clientauth.sandbox.SandboxServer}.
 */
@NullMarked
package dev.clientauth.sandbox.junit;

import org.jspecify.annotations.NullMarked;
