package dev.clientauth.sandbox;

import dev.clientauth.profile.Registration;

import java.util.List;

/**
 * A registration with the keys that a provider knows at one moment.
 *
 * @param registration the client; without keys, nothing it signs can be verified
 * @param notes how the keys were come by, for whoever runs the sandbox and never for the client
 */
record KeysOnFile(Registration registration, List<String> notes) {}
