package dev.clientauth.cli;

import dev.clientauth.provider.Providers;

import java.util.Iterator;

/** What can stand for a provider, for completion. */
final class ProviderNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Providers.ids().iterator();
    }
}
