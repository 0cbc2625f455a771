// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.DelegatingStore;
import dev.clientauth.key.SigningKey;
import dev.clientauth.token.AccessToken;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The application's extensions of an authenticator, each of which can hang or fail. */
enum Trouble {
    DNS {
        @Override
        void apply(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, Supplier<?> behavior) {
            http.dns(host -> cast(behavior.get()));
        }
    },
    INTERCEPTOR {
        @Override
        void apply(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, Supplier<?> behavior) {
            Interceptor interceptor = chain -> cast(behavior.get());
            http.addInterceptor(interceptor);
        }
    },
    HTTP_EVENT_LISTENER {
        @Override
        void apply(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, Supplier<?> behavior) {
            http.eventListener(new EventListener() {
                @Override
                public void callStart(Call call) {
                    behavior.get();
                }

                @Override
                public void canceled(Call call) {
                    behavior.get();
                }
            });
        }
    },
    REMOTE_SIGNER {
        @Override
        void apply(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, Supplier<?> behavior) {
            builder.signingKey(
                    SigningKey.remoteUntested(Clients.RSA.publicJwk(), (algorithm, input) -> cast(behavior.get())));
        }
    },
    STORE_READ {
        @Override
        void apply(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, Supplier<?> behavior) {
            builder.tokenStore(new DelegatingStore() {
                @Override
                public Optional<AccessToken> read(String id) {
                    return cast(behavior.get());
                }
            });
        }
    },
    STORE_LEASE {
        @Override
        void apply(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, Supplier<?> behavior) {
            builder.tokenStore(new DelegatingStore() {
                @Override
                public boolean tryLease(String id, String holder, Duration lease) {
                    return Trouble.<Boolean>cast(behavior.get());
                }
            });
        }
    },
    STORE_WRITE {
        @Override
        void apply(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, Supplier<?> behavior) {
            builder.tokenStore(new DelegatingStore() {
                @Override
                public void write(String id, AccessToken token) {
                    behavior.get();
                }
            });
        }
    },
    STORE_END_LEASE {
        @Override
        void apply(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, Supplier<?> behavior) {
            builder.tokenStore(new DelegatingStore() {
                @Override
                public void endLease(String id, String holder) {
                    behavior.get();
                }
            });
        }
    },
    STORE_REMOVE {
        @Override
        void apply(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, Supplier<?> behavior) {
            builder.tokenStore(new DelegatingStore() {
                @Override
                public void remove(String id, AccessToken token) {
                    behavior.get();
                }
            });
        }
    },
    LISTENER {
        @Override
        void apply(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, Supplier<?> behavior) {
            builder.listener(event -> behavior.get());
        }
    };

    /** Adds this behavior to a client: it returns null, throws, or does not return. */
    abstract void apply(ClientAuthenticator.Builder builder, OkHttpClient.Builder http, Supplier<?> behavior);

    /** Returns whether a token is available nevertheless: the provider responded to a request. */
    boolean isSurvivable() {
        return name().startsWith("STORE") || this == LISTENER;
    }

    @SuppressWarnings("unchecked")
    private static <T> T cast(Object value) {
        return (T) value;
    }
}
