// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The {@code clientauth} command. */
module dev.clientauth.cli {
    requires dev.clientauth;
    requires dev.clientauth.diagnosis;
    requires dev.clientauth.mock;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires info.picocli;
    requires jdk.httpserver;
    requires okhttp3;
    requires okio;

    opens dev.clientauth.cli to
            info.picocli;
    opens dev.clientauth.cli.config to
            info.picocli;
    opens dev.clientauth.cli.demo to
            info.picocli;
    opens dev.clientauth.cli.doctor to
            info.picocli;
    opens dev.clientauth.cli.keys to
            info.picocli;
    opens dev.clientauth.cli.mock to
            info.picocli;
    opens dev.clientauth.cli.proxy to
            info.picocli;
    opens dev.clientauth.cli.shell to
            info.picocli;
    opens dev.clientauth.cli.watch to
            info.picocli;
}
