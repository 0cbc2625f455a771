/**
 * Providers on loopback, for any profile: they judge what arrives by the provider's rules, verify signatures on their own,
 * answer as tersely as the provider does, and show the verdicts to whoever runs them.
 *
 * <p>{@link dev.clientauth.sandbox.Sandbox} is the token endpoint of any profile; {@link
 * dev.clientauth.sandbox.AppleSandbox} is Apple for the whole of Sign in with Apple, with the page where people sign in; {@link
 * dev.clientauth.sandbox.SandboxServer} is all providers on one port, for programs in any language, with a page that shows
 * what arrives, and the APIs that School Manager's, Business's, Epic's and SMART's tokens are for. Each can be told to fail:
 * {@link dev.clientauth.sandbox.Fault}; {@link dev.clientauth.sandbox.SandboxServerBuilder} has what is slow in reality, and
 * how to hurry it. From a command line {@code clientauth sandbox} starts it.
 *
 * <p>For tests and for trying things out. Nothing here knows the client side, so that a mistake there is not repeated here.
 */
@NullMarked
package dev.clientauth.sandbox;

import org.jspecify.annotations.NullMarked;
