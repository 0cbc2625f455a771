// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Finds token endpoints in the metadata of servers, and keeps one authenticator for each server.
 *
 * <p>Metadata is untrusted: a client that uses it unchecked signs assertions for whoever wrote it (audience injection,
 * CVE-2025-27370 and CVE-2025-27371). Nothing is signed unless the metadata passes the checks of {@link
 * dev.clientauth.discovery.Discovery}.
 */
@NullMarked
package dev.clientauth.discovery;

import org.jspecify.annotations.NullMarked;
