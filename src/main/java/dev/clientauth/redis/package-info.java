/**
 * Access tokens shared by several machines through Redis: one request for a token serves all of them.
 *
 * <p>Needs {@code io.lettuce:lettuce-core} on the class path, which this library does not bring along. Begin with {@link
 * dev.clientauth.redis.RedisTokenStore}.
 */
@NullMarked
package dev.clientauth.redis;

import org.jspecify.annotations.NullMarked;
