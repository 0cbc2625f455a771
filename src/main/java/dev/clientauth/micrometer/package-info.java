/** The life of a client's tokens in Micrometer's meters. Needs {@code io.micrometer:micrometer-core} on the path. */
@NullMarked
package dev.clientauth.micrometer;

import org.jspecify.annotations.NullMarked;
