/**
 * A sandbox for tests with JUnit Jupiter, which is an optional dependency: {@link
 * dev.clientauth.sandbox.junit.SandboxExtension}.
 */
@NullMarked
package dev.clientauth.sandbox.junit;

import org.jspecify.annotations.NullMarked;
