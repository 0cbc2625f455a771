// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The size of the terminal: from the terminal, from {@code COLUMNS}, or the default. */
class TerminalSizeTest {
    @ParameterizedTest
    @CsvSource({
        "'output\n24 132\n', '', true, false, 132",
        "'input\noutput\n24 132\n', 100, true, true, 100",
        "'', '', false, false, 80",
        "'input\n', 120, false, true, 120",
        "'output\n', nonsense, true, false, 80",
        "'output\n0 0\n', '', true, false, 80",
        "'output\n24 10\n', '', true, false, 40"
    })
    void theWidthIsReadFromTheTerminal(String response, String columns, boolean out, boolean in, int expected) {
        TerminalSize size = TerminalSize.read(response, columns);
        assertThat(size).isEqualTo(new TerminalSize(out, in, expected));
    }
}
