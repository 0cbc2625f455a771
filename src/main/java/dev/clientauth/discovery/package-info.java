/**
 * Token endpoints that servers announce in their metadata, and one authenticator for each of many servers.
 *
 * <p>Metadata comes from outside, and a client that believes it signs assertions for whoever wrote it (audience injection,
 * CVE-2025-27370 and CVE-2025-27371). So it is checked first, and nothing is signed unless it passes: see {@link
 * dev.clientauth.discovery.Discovery}.
 */
@NullMarked
package dev.clientauth.discovery;

import org.jspecify.annotations.NullMarked;
