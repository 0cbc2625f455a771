// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.school;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.AppleSchoolManager;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import okhttp3.OkHttpClient;

/** Prints the serial number and model of each device. Arguments: client id, key id, private key file. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        ClientAuthenticator school = ClientAuthenticator.builder(AppleSchoolManager.profile())
                .clientId(args[0])
                .signingKey(SigningKey.load(Path.of(args[2])).withKeyId(args[1]))
                .build();
        new AppleDevices(school, URI.create("https://api-school.apple.com/v1"), new OkHttpClient())
                .list("orgDevices?limit=1000&fields[orgDevices]=deviceModel")
                .forEach(device -> System.out.println(
                        device.at("/id").asText() + "  " + device.at("/attributes/deviceModel").asText()));
    }
}
