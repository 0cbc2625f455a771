// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

/** Keys created by Nimbus, independent of the library under test. They have no id; each request sets its own. */
final class TestKeys {
    static final ECKey P256 = ec(Curve.P_256);
    static final ECKey ANOTHER_P256 = ec(Curve.P_256);
    static final ECKey P384 = ec(Curve.P_384);
    static final ECKey ANOTHER_P384 = ec(Curve.P_384);
    static final ECKey P521 = ec(Curve.P_521);
    static final RSAKey RSA = rsa();
    static final RSAKey ANOTHER_RSA = rsa();

    /** Of 1024 bits. */
    static final RSAKey WEAK_RSA = weakRsa();

    private TestKeys() {}

    private static ECKey ec(Curve curve) {
        try {
            return new ECKeyGenerator(curve).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey weakRsa() {
        try {
            return new RSAKeyGenerator(1024, true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2048).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
