// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import java.time.Duration;

/** How a command waits. */
@FunctionalInterface
public interface Sleeper {
    /** Returns after this time. */
    void sleep(Duration time) throws InterruptedException;
}
