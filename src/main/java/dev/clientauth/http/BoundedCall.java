// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Makes a call that may hang on another thread; the caller waits for it until a deadline. */
final class BoundedCall {
    static final String LATE = "it took longer than the time allowed.";
    static final String INTERRUPTED = "the thread was interrupted.";
    static final String BUSY = "too many earlier calls of this client have not completed.";

    private BoundedCall() {}

    /** Creates the exception for a caller that stops waiting. */
    @FunctionalInterface
    interface GivingUp {
        /** Ends the call if possible, and returns the exception for the caller. */
        TokenTransportException because(String reason, @Nullable Throwable cause);
    }

    /** Makes a call on a thread of the executor and returns its result, or throws its exception. */
    static <T> T make(Supplier<T> call, BoundedExecutor executor, Deadline deadline, GivingUp givingUp) {
        CompletableFuture<T> result = new CompletableFuture<>();
        boolean accepted = executor.offer(() -> {
            try {
                result.complete(call.get());
            } catch (Throwable e) {
                // Whatever is thrown, the caller is waiting for it.
                result.completeExceptionally(e);
            }
        });
        if (!accepted) {
            throw givingUp.because(BUSY, null);
        }
        return await(result, deadline, givingUp);
    }

    /** Waits for a result, and throws the exception it failed with. */
    static <T> T await(CompletableFuture<T> result, Deadline deadline, GivingUp givingUp) {
        try {
            return deadline.await(result);
        } catch (TimeoutException e) {
            throw givingUp.because(LATE, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw givingUp.because(INTERRUPTED, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("A call threw a checked exception.", e.getCause());
        }
    }
}
