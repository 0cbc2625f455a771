/** What a provider demands of a client, and the judgement of what a client sent. */
@NullMarked
package dev.clientauth.profile;

import org.jspecify.annotations.NullMarked;
