/**
 * Sign in with Apple after the client secret, from the button to the deleted account.
 *
 * <p>{@link dev.clientauth.apple.AppleSignIn} carries a server through it:
 *
 * <ol>
 *   <li>{@link dev.clientauth.apple.AuthorizationRequest} sends the person to Apple, {@link
 *       dev.clientauth.apple.PendingSignIn} reads what comes back;
 *   <li>the exchange trades the code, once, and answers with a verified {@link dev.clientauth.apple.IdentityToken};
 *   <li>{@link dev.clientauth.apple.StoredSignIn} is what to keep, and is checked about once a day;
 *   <li>{@link dev.clientauth.apple.AccountEventVerifier} reads what Apple reports later;
 *   <li>{@link dev.clientauth.apple.AccountDeletion} says what is left to do when an account goes;
 *   <li>{@link dev.clientauth.apple.UserMigration} moves people to another team.
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
 * MigrationReport report = apple.userMigration("com.example.app").send("GHI456JKLM", subjects, listener);
 * }</pre>
 *
 * <p>What it does not do: keep sessions, set cookies, store tokens or drop duplicate events. Apple's {@code form_post} comes
 * from another site, so the session's cookie needs {@code SameSite=None; Secure}, or it is not sent along.
 */
@NullMarked
package dev.clientauth.apple;

import org.jspecify.annotations.NullMarked;
