// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.apple;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.apple.AccountDeletion;
import dev.clientauth.apple.AppleRefusedException;
import dev.clientauth.apple.AppleSignIn;
import dev.clientauth.apple.AuthorizationRequest.Scope;
import dev.clientauth.apple.AuthorizationRequest;
import dev.clientauth.apple.Callback;
import dev.clientauth.apple.CallbackRejectedException;
import dev.clientauth.apple.IdentityRejectedException;
import dev.clientauth.apple.PendingSignIn;
import dev.clientauth.apple.SignInResult;
import dev.clientauth.examples.apple.Sessions.Session;
import dev.clientauth.token.TokenTransportException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web application whose customers sign in with Apple. */
final class Shop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Shop.class.getName());
    private static final String WELCOME = "Everything for people who try things out.";
    private static final String PENDING = "signing-in";

    private final AppleSignIn apple;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final Sessions sessions = new Sessions();
    private final Accounts accounts = new Accounts();
    private final Once<PendingSignIn> pendings = new Once<>();
    private final Once<String> responses = new Once<>();
    private final Notifications notifications;

    private Shop(AppleSignIn apple, int port) throws IOException {
        this.apple = apple;
        this.notifications = new Notifications(apple.accountEvents(), accounts, sessions);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static Shop open(AppleSignIn apple, int port) throws IOException {
        return new Shop(apple, port);
    }

    /**
     * Uses localhost, while the mock is at 127.0.0.1: for a browser these are two sites, like the shop and Apple in
     * production, and it treats the cookies accordingly.
     */
    URI base() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** The return URL of the Services ID. */
    URI redirectUri() {
        return URI.create(base() + "/callback");
    }

    /** The endpoint for server-to-server notifications of the App ID. */
    URI notificationEndpoint() {
        return URI.create(base() + "/apple/notifications");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = Request.read(exchange).orElse(null);
            Response response = request == null ? Response.empty(413) : respond(request);
            response.send(exchange);
        }
    }

    private Response respond(Request request) {
        return switch (request.route()) {
            case "GET /" -> home(request);
            case "GET /style.css" -> new Response(200, Map.of("Content-Type", "text/css;charset=UTF-8"), Pages.STYLE);
            case "GET /sign-in" -> signIn();
            case "POST /callback" -> comeBack(request);
            case "GET /callback" -> signedIn(request);
            case "POST /sign-out" -> signOut(request);
            case "POST /account/delete" -> delete(request);
            case "POST /apple/notifications" -> Response.empty(notifications.receive(request.body()));
            default -> Response.empty(404);
        };
    }

    private Response home(Request request) {
        return sessions.of(request)
                .flatMap(session -> accounts.find(session.subject())
                        .map(account -> Pages.account(account, session, notifications.log())))
                .map(html -> Response.page(200, html))
                .orElseGet(() -> door(200, WELCOME));
    }

    private Response door(int status, String message) {
        return Response.page(status, Pages.door(message, notifications.log()));
    }

    /** Sends the browser to Apple. A separate cookie identifies the pending request. */
    private Response signIn() {
        AuthorizationRequest request = apple.authorization(redirectUri())
                .scopes(Scope.NAME, Scope.EMAIL)
                .build();
        return Response.redirect(request.uri().toString())
                .with("Set-Cookie", Sessions.cookie(PENDING, pendings.leave(request.pending())));
    }

    /**
     * Apple's response, which the browser posts from Apple's page: a request from another site, without our cookies
     * ({@code SameSite=Lax}). It is stored, and the browser is redirected with GET, which sends the cookies.
     */
    private Response comeBack(Request request) {
        return Response.redirect("/callback?response=" + responses.leave(request.body()));
    }

    /** The second request of the browser, with its cookies: checks that the response belongs to its own request. */
    private Response signedIn(Request request) {
        Optional<PendingSignIn> pending = request.cookie(PENDING).flatMap(pendings::take);
        Optional<String> response = request.queryParameter("response").flatMap(responses::take);
        if (pending.isEmpty() || response.isEmpty()) {
            return door(400, "That took too long, or was done already. Please try again.");
        }
        try {
            Callback callback = pending.get().read(response.get());
            if (callback instanceof Callback.Authorized authorized) {
                SignInResult signedIn = apple.exchange(pending.get(), authorized);
                Account account = accounts.signedIn(signedIn);
                return Response.redirect("/").with("Set-Cookie", sessions.open(account.subject()));
            }
            return callback instanceof Callback.Cancelled
                    ? door(200, "You did not sign in. Come back whenever you like.")
                    : door(502, "Apple could not sign you in. Please try again.");
        } catch (CallbackRejectedException
                | AppleRefusedException
                | IdentityRejectedException
                | TokenTransportException e) {
            LOG.log(System.Logger.Level.WARNING, "Nobody signed in: " + e.getMessage());
            return door(502, "Signing in did not work. Please try again.");
        }
    }

    private Response signOut(Request request) {
        if (ownForm(request).isEmpty()) {
            return door(403, "That page was too old. Please try again.");
        }
        sessions.close(request);
        return Response.redirect("/");
    }

    /**
     * Apple requires that tokens are revoked when an account is deleted; the account is deleted even if Apple cannot be
     * reached.
     */
    private Response delete(Request request) {
        Optional<Account> account = ownForm(request).map(Session::subject).flatMap(accounts::find);
        if (account.isEmpty()) {
            return door(403, "That page was too old. Please try again.");
        }
        AccountDeletion deletion =
                apple.deleteAccount(account.get().kept().stream().toList());
        deletion.failed()
                .forEach(failure -> LOG.log(
                        System.Logger.Level.WARNING,
                        "Revoke it later: " + failure.cause().getMessage()));
        accounts.delete(account.get().subject());
        sessions.closeAll(account.get().subject(), Instant.MAX);
        return door(
                200,
                deletion.failed().isEmpty()
                        ? "Your account is deleted, and Apple knows."
                        : "Your account is deleted. Apple could not be told yet: you can stop using your Apple Account"
                                + " with this shop in its settings.");
    }

    /** Returns the session if the request is a form that was created for it. */
    private Optional<Session> ownForm(Request request) {
        return sessions.of(request)
                .filter(session -> request.field("token")
                        .filter(session.formToken()::equals)
                        .isPresent());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
