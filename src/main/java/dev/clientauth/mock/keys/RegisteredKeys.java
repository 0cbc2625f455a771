package dev.clientauth.mock.keys;

import dev.clientauth.profile.Registration;

import java.util.List;

/**
 * A registration with the keys that a provider knows at one moment.
 *
 * @param registration the client; without keys, nothing it signs can be verified
 * @param notes how the keys were come by, for whoever runs the mock and never for the client
 */
public record RegisteredKeys(Registration registration, List<String> notes) {}
