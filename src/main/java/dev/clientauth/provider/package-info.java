/**
 * The providers: one file each, pure data.
 *
 * <p>Every rule carries the page it was read from, so that a reviewer with that page open can tick the file off from top
 * to bottom. What several providers share are the factories of {@link dev.clientauth.profile.Profile}'s package.
 */
@NullMarked
package dev.clientauth.provider;

import org.jspecify.annotations.NullMarked;
