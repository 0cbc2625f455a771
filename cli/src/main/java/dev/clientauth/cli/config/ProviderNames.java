// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.config;

import dev.clientauth.provider.Providers;

import java.util.Iterator;

/** The names of the providers, for shell completion. */
public final class ProviderNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Providers.ids().iterator();
    }
}
