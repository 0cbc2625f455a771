/** What is traded at the token endpoint, what comes back, and what can go wrong. */
@NullMarked
package dev.clientauth.token;

import org.jspecify.annotations.NullMarked;
