/** What a provider requires of a client, and how a request is checked against it. */
@NullMarked
package dev.clientauth.profile;

import org.jspecify.annotations.NullMarked;
