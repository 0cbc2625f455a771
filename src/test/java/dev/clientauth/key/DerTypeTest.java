// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import dev.clientauth.key.format.DerType;
import dev.clientauth.key.format.PemBlock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The type of DER is detected from its structure, regardless of its label")
class DerTypeTest {

    @ParameterizedTest
    @CsvSource({
        "ec-256.pkcs8.pem, PKCS8",
        "ec-256.apple-school-manager.pem, PKCS8",
        "ec-256.sec1.pem, SEC1",
        "ec-256.no-public.sec1.pem, SEC1",
        "rsa.pkcs8.pem, PKCS8",
        "rsa.pkcs1.pem, PKCS1",
        "rsa.pkcs1-as-pkcs8.pem, PKCS1",
        "ec-256.pbes2.pem, ENCRYPTED_PKCS8",
        "ec-256.scrypt.pem, ENCRYPTED_PKCS8",
        "rsa.pbes1-3des.pem, ENCRYPTED_PKCS8",
        "rsa.public.pem, PUBLIC_KEY",
        "rsa.public.pkcs1.pem, PUBLIC_KEY",
        "rsa.certificate.pem, CERTIFICATE",
        "refused.request.pem, CERTIFICATE_REQUEST",
        "refused.pkcs7.pem, PKCS7",
        "refused.dsa-traditional.pem, DSA",
    })
    void detectsTheTypeOfPem(String file, DerType form) {
        assertThat(DerType.of(PemBlock.all(Fixtures.text(file)).get(0).der())).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({
        "ec-256.pkcs8.der, PKCS8",
        "ec-256.sec1.der, SEC1",
        "rsa.pkcs8.der, PKCS8",
        "rsa.pkcs1.der, PKCS1",
        "ec-256.pbes2.der, ENCRYPTED_PKCS8",
        "openssl.p12, PKCS12",
        "keytool.p12, PKCS12",
    })
    void detectsTheTypeOfAFile(String file, DerType form) {
        assertThat(DerType.of(Fixtures.bytes(file))).isEqualTo(form);
    }
}
