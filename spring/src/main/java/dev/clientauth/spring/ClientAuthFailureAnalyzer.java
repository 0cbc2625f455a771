// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains at startup which property of a client is wrong and how to fix it. */
final class ClientAuthFailureAnalyzer extends AbstractFailureAnalyzer<ClientAuthConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ClientAuthConfigurationException cause) {
        return new FailureAnalysis(
                "The property " + cause.property() + " cannot be used:\n\n    " + cause.problem(),
                cause.action(),
                cause);
    }
}
