// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kotlin

import com.nimbusds.jose.JWSAlgorithm
import dev.clientauth.key.SigningKey
import dev.clientauth.mock.server.MockProviderServer
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import java.net.URI
import kotlin.test.assertContains
import kotlin.test.assertEquals

class SchoolDevicesTest {
    private val clientId = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59"
    private val key = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("8136a1f6-c995-4010-b964-bc8278c107ef")
    private val mock = MockProviderServer.start()
    private val apple = mock.provider("apple-school-manager")
    private val devices =
        SchoolDevices(clientId, key, URI.create("${mock.base()}/apple-school-manager/v1"), apple.tokenEndpoint())

    @AfterEach
    fun stop() = mock.close()

    @Test
    fun `lists devices`() {
        apple.register(clientId, key.publicJwk())
        assertContains(devices.list(limit = 3).getOrThrow(), "\"orgDevices\"")
    }

    @Test
    fun `says that Apple refused a client that is not registered`() {
        assertEquals("Refused with invalid_client", advice(devices.list(limit = 3).exceptionOrNull()!!))
    }
}
