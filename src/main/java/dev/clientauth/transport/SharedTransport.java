// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.transport;

/** The default transport, created on first use. */
final class SharedTransport {
    static final HttpTransport INSTANCE = isOkHttpPresent() ? OkHttpTransport.standard() : JdkHttpTransport.standard();

    private SharedTransport() {}

    /** Returns whether OkHttp can be used: it is on the class path, or in a module that some module requires. */
    private static boolean isOkHttpPresent() {
        try {
            Class<?> client = Class.forName("okhttp3.OkHttpClient", false, SharedTransport.class.getClassLoader());
            return SharedTransport.class.getModule().canRead(client.getModule());
        } catch (ClassNotFoundException | LinkageError e) {
            // OkHttp is not present.
            return false;
        }
    }
}
