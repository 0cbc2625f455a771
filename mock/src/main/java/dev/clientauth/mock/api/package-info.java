// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The resource APIs whose tokens the mock issues: FHIR servers, and the device APIs of Apple School Manager and Apple Business. */
@NullMarked
package dev.clientauth.mock.api;

import org.jspecify.annotations.NullMarked;
