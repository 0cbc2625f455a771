// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kotlin

import dev.clientauth.BearerInterceptor
import dev.clientauth.ClientAuthenticator
import dev.clientauth.TokenUnavailableException
import dev.clientauth.key.SigningKey
import dev.clientauth.profile.RuleViolationException
import dev.clientauth.provider.AppleSchoolManager
import dev.clientauth.token.TokenRefusedException
import dev.clientauth.token.TokenTransportException
import okhttp3.OkHttpClient
import okhttp3.Request
import java.net.URI

/** Lists devices of an organization. The two URLs are those of a mock in tests. */
class SchoolDevices(
    clientId: String,
    key: SigningKey,
    private val api: URI = URI.create("https://api-school.apple.com/v1"),
    tokenEndpoint: URI? = null,
) {
    private val school: ClientAuthenticator =
        ClientAuthenticator.builder(AppleSchoolManager.profile())
            .clientId(clientId)
            .signingKey(key)
            .apply { tokenEndpoint?.let(::tokenEndpoint) }
            .build()

    private val http = OkHttpClient.Builder().addInterceptor(BearerInterceptor.of(school, api)).build()

    /** Returns the list as JSON. */
    fun list(limit: Int): Result<String> = runCatching {
        val request = Request.Builder()
            .url("$api/orgDevices?limit=$limit")
            .header("Accept", "application/json")
            .build()
        http.newCall(request).execute().use { response ->
            check(response.isSuccessful) { "HTTP ${response.code}" }
            response.body.string()
        }
    }
}

/** What to do about a failure. */
fun advice(failure: Throwable): String = when (val cause = if (failure is TokenUnavailableException) failure.cause else failure) {
    is RuleViolationException -> "Fix the request: " + cause.diagnosis().broken().map { it.rule().id() }
    is TokenRefusedException -> "Refused with ${cause.error().code()}"
    is TokenTransportException -> "Try again later: ${cause.message}"
    else -> "Failed: ${cause?.message}"
}
