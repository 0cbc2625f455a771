// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.DelegatingStore;
import dev.clientauth.fakes.UnconnectedSocketFactory;
import dev.clientauth.key.RemoteSigner;
import dev.clientauth.key.SigningKey;
import dev.clientauth.token.AccessToken;
import dev.clientauth.transport.HttpTransport;
import dev.clientauth.transport.OkHttpTransport;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where an application plugs a callback into a client. */
enum CallbackPlace {
    DNS("OkHttp: `Dns`", false) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            http.dns(host -> callback.or(() -> Dns.SYSTEM.lookup(host)));
        }
    },
    INTERCEPTOR("OkHttp: application `Interceptor`", false) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            http.addInterceptor((Interceptor) chain -> callback.or(() -> chain.proceed(chain.request())));
        }
    },
    NETWORK_INTERCEPTOR("OkHttp: network `Interceptor`", false) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            http.addNetworkInterceptor((Interceptor) chain -> callback.or(() -> chain.proceed(chain.request())));
        }
    },
    EVENT_LISTENER("OkHttp: `EventListener`", false) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            http.eventListener(new EventListener() {
                @Override
                public void callStart(Call call) {
                    callback.or(() -> "");
                }
            });
        }
    },
    SOCKET_FACTORY("OkHttp: `SocketFactory`", false) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            http.socketFactory(new UnconnectedSocketFactory(() -> callback.or(Socket::new)));
        }
    },
    TRANSPORT("`HttpTransport`", false) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            HttpTransport healthy = OkHttpTransport.of(http.build());
            builder.httpTransport(new HttpTransport() {
                @Override
                public Response send(Request request) {
                    return callback.or(() -> healthy.send(request));
                }

                @Override
                public Duration callTimeout() {
                    return healthy.callTimeout();
                }
            });
        }
    },
    REMOTE_SIGNER("`RemoteSigner`", false) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            builder.signingKey(SigningKey.remoteUntested(
                    KEY.publicJwk(), (algorithm, input) -> callback.or(() -> KEY.sign(algorithm, input))));
        }
    },
    ASYNC_CLIENT("`RemoteSigner.async`: the client", false) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            builder.signingKey(SigningKey.remoteUntested(
                    KEY.publicJwk(),
                    RemoteSigner.async(
                            (algorithm, input) ->
                                    callback.or(() -> CompletableFuture.completedFuture(KEY.sign(algorithm, input))),
                            Duration.ofSeconds(5))));
        }
    },
    ASYNC_STAGE("`RemoteSigner.async`: its stage", false) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            builder.signingKey(SigningKey.remoteUntested(
                    KEY.publicJwk(),
                    RemoteSigner.async(
                            (algorithm, input) -> {
                                CompletableFuture<byte[]> stage = new CompletableFuture<>();
                                Thread thread = new Thread(() -> {
                                    try {
                                        stage.complete(callback.or(() -> KEY.sign(algorithm, input)));
                                    } catch (Throwable e) {
                                        stage.completeExceptionally(e);
                                    }
                                });
                                thread.setDaemon(true);
                                thread.start();
                                return stage;
                            },
                            Duration.ofSeconds(5))));
        }
    },
    STORE_READ("`TokenStore.read`", true) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            builder.tokenStore(new DelegatingStore() {
                @Override
                public Optional<AccessToken> read(String id) {
                    return callback.or(() -> super.read(id));
                }
            });
        }
    },
    STORE_LEASE("`TokenStore.tryLease`", true) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            builder.tokenStore(new DelegatingStore() {
                @Override
                public boolean tryLease(String id, String holder, Duration lease) {
                    return callback.<Boolean>or(() -> super.tryLease(id, holder, lease));
                }
            });
        }
    },
    STORE_WRITE("`TokenStore.write`", true) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            builder.tokenStore(new DelegatingStore() {
                @Override
                public void write(String id, AccessToken token) {
                    callback.or(() -> {
                        super.write(id, token);
                        return "";
                    });
                }
            });
        }
    },
    STORE_END_LEASE("`TokenStore.endLease`", true) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            builder.tokenStore(new DelegatingStore() {
                @Override
                public void endLease(String id, String holder) {
                    callback.or(() -> {
                        super.endLease(id, holder);
                        return "";
                    });
                }
            });
        }
    },
    LISTENER("`TokenListener`", true) {
        @Override
        void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback) {
            builder.listener(event -> callback.or(() -> ""));
        }
    };

    /** The key of all clients. */
    static final SigningKey KEY = SigningKey.generate(JWSAlgorithm.ES384).withKeyId("epic-2026-11");

    private final String title;
    private final boolean isSurvivable;

    CallbackPlace(String title, boolean isSurvivable) {
        this.title = title;
        this.isSurvivable = isSurvivable;
    }

    String title() {
        return title;
    }

    /** Whether the client needs no result of the callback, so that callers get a token nevertheless. */
    boolean isSurvivable(FaultyCallback.Fault fault) {
        return isSurvivable || (this == EVENT_LISTENER && fault == FaultyCallback.Fault.RETURNS_NULL);
    }

    abstract void plug(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, FaultyCallback callback);
}
