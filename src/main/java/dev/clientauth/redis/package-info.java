// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Shares access tokens between machines through Redis: one token request serves all of them.
 *
 * <p>Requires {@code io.lettuce:lettuce-core}, which is an optional dependency of this library. Start with {@link
 * dev.clientauth.redis.RedisTokenStore}.
 */
@NullMarked
package dev.clientauth.redis;

import org.jspecify.annotations.NullMarked;
