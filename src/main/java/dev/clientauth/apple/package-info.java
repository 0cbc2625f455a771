// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Sign in with Apple on a server, from the button to the deletion of the account.
 *
 * <p>Start with {@link dev.clientauth.apple.AppleSignIn}:
 *
 * <ol>
 * <li>{@link dev.clientauth.apple.AuthorizationRequest} sends the user to Apple, {@link dev.clientauth.apple.PendingSignIn}
 * reads the callback;
 * <li>the code is exchanged once, for a verified {@link dev.clientauth.apple.IdentityToken};
 * <li>{@link dev.clientauth.apple.StoredSignIn} is what to store; it is checked about once a day;
 * <li>{@link dev.clientauth.apple.AccountEventVerifier} reads Apple's notifications;
 * <li>{@link dev.clientauth.apple.AccountDeletion} lists the remaining steps when an account is deleted;
 * <li>{@link dev.clientauth.apple.UserMigration} migrates users to another team.
 * </ol>
 *
 * <pre>{@code
 * AppleSignIn apple = AppleSignIn.builder("DEF123GHIJ", SigningKey.load(Path.of("AuthKey_ABC123DEFG.p8")))
 *         .servicesId("com.example.web")
 *         .bundleId("com.example.app")
 *         .build();
 *
 * AuthorizationRequest request = apple.authorization(callback).scopes(Scope.NAME, Scope.EMAIL).build();
 * // keep request.pending() in the session, and send the browser to request.uri() …
 *
 * if (pending.read(body) instanceof Callback.Authorized authorized) {
 *     SignInResult person = apple.exchange(pending, authorized);
 *     // person.identity().subject() is who it is; keep person.kept() for the checks and the deletion …
 * }
 *
 * apple.deleteAccount(List.of(kept)).remaining().forEach(step -> show(step.instruction()));
 * AccountEvent event = apple.accountEvents().verify(notification);
 * UserMigration.Report report = apple.userMigration("com.example.app").send("GHI456JKLM", subjects, listener);
 * }</pre>
 *
 * <p>This package does not manage sessions, set cookies, store tokens or detect duplicate events. Apple's {@code
 * form_post} comes from another site, so the session cookie needs {@code SameSite=None; Secure}; otherwise the browser
 * does not send it.
 */
@NullMarked
package dev.clientauth.apple;

import org.jspecify.annotations.NullMarked;
