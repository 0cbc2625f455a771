/**
 * A small HTTP/1.1 server that no client can hold up: everything it reads, keeps or waits for is bounded.
 *
 * <p>The JDK's own server would let a client that sends a byte a second keep a thread, writes the {@code Date} header by the
 * machine's clock, and cannot break a connection off. A mock needs all three otherwise.
 */
@NullMarked
package dev.clientauth.mock.http;

import org.jspecify.annotations.NullMarked;
