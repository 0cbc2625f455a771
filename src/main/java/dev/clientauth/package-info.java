/**
 * Signed-JWT client authentication for OAuth 2.0 token endpoints that answer every mistake with {@code invalid_client}.
 *
 * <p>A {@link dev.clientauth.profile.Profile} lists what one provider demands. A {@link
 * dev.clientauth.profile.Registration} is what that provider has on file about you. A {@link dev.clientauth.key.SigningKey}
 * signs. The {@link dev.clientauth.ClientAuthenticator} turns the three into a {@link
 * dev.clientauth.assertion.ClientAssertion} and trades it at the token endpoint for an {@link
 * dev.clientauth.token.AccessToken}. When anything is refused, a {@link dev.clientauth.profile.Diagnosis} says which demand
 * was broken, which hold, and which only the provider can know.
 *
 * <p>What the library does not do: it keeps no secrets on disk, follows no redirects, reads no metadata to learn where to
 * send credentials, and never believes a token it has not verified.
 */
@NullMarked
package dev.clientauth;

import org.jspecify.annotations.NullMarked;
