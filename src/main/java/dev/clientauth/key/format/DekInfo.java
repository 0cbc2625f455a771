// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

/** The {@code DEK-Info} header of RFC 1421 section 4.6.1.3, as OpenSSL writes it. */
@SuppressWarnings("ArrayRecordComponent") // carried from one reader to another, never compared
record DekInfo(String cipher, byte[] vector) {}
