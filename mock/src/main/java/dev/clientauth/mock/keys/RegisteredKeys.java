// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import dev.clientauth.profile.Registration;

import java.util.List;

/**
 * A registration with the keys that a provider knows at one moment.
 *
 * @param registration the client; without keys, its signatures cannot be verified
 * @param notes how the keys were obtained, for the user of the mock and never for the client
 */
public record RegisteredKeys(Registration registration, List<String> notes) {}
