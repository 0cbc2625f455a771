/**
 * Rotation of signing keys whose public half is published at a JWK Set URL.
 *
 * <p>Start with {@link dev.clientauth.key.ring.KeyRing}.
 */
@NullMarked
package dev.clientauth.key.ring;

import org.jspecify.annotations.NullMarked;
