// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.token.AccessTokens;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.AppleBusiness;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.SmartBackendServices;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Creates the APIs for which the providers issue tokens. */
public final class ResourceApis {
    private static final String FHIR_VARIABLE = "CLIENTAUTH_FHIR_BASE";
    private static final String API_VARIABLE = "CLIENTAUTH_API_BASE";
    private static final String MANAGER_PATH = "/v1";
    private static final String FHIR_PATH = "/fhir";
    private static final String EPIC_TOKEN = "/oauth2/token";
    private static final String EPIC_FHIR = "/api/FHIR/R4";
    private static final String DEFAULT_TOKEN_PATH = "/token";

    private static final Map<String, Manager> MANAGERS = Map.of(
            AppleSchoolManager.profile().id(), new Manager("api-school.apple.com", "school.api"),
            AppleBusiness.profile().id(), new Manager("api-business.apple.com", "business.api"));

    private static final String EPIC = Epic.sandbox().id();
    private static final String SMART = SmartBackendServices.profile(URI.create("https://ehr.example.com/token"))
            .id();

    private record Manager(String host, String scope) {}

    private ResourceApis() {}

    /**
     * Returns the APIs of a provider; none if it issues tokens for other servers.
     *
     * @param prefix the base path of the provider, empty if there is none
     * @param tokens the provider's valid tokens
     * @param data the patients and devices
     * @param limit the limit for requests, if the API has one
     */
    public static List<ApiRoute> of(
            Profile profile, String prefix, AccessTokens tokens, ApiData data, Clock clock, RequestLimit limit) {
        Manager manager = MANAGERS.get(profile.id());
        if (manager != null) {
            ManagedDevices fleet = data.devices(clock);
            return List.of(apiRoute(
                    API_VARIABLE,
                    "",
                    MANAGER_PATH,
                    manager.host(),
                    prefix,
                    base -> new DeviceApi(base, manager.scope(), tokens, fleet, limit)));
        }
        String token = profile.tokenEndpoint().map(URI::getPath).orElse(DEFAULT_TOKEN_PATH);
        String host = profile.tokenEndpoint().map(URI::getHost).orElse("");
        if (profile.id().equals(EPIC) && token.endsWith(EPIC_TOKEN)) {
            String root = token.substring(0, token.length() - EPIC_TOKEN.length());
            return List.of(apiRoute(
                    FHIR_VARIABLE,
                    root + EPIC_FHIR,
                    root + EPIC_FHIR,
                    host,
                    prefix,
                    base -> new FhirApi(FhirServer.epic(base + root), tokens, data.patients(), clock)));
        }
        return profile.id().equals(SMART)
                ? List.of(apiRoute(
                        FHIR_VARIABLE,
                        FHIR_PATH,
                        FHIR_PATH,
                        host,
                        prefix,
                        base -> new FhirApi(
                                FhirServer.smart(base + FHIR_PATH, base + token, profile),
                                tokens,
                                data.patients(),
                                clock)))
                : List.of();
    }

    private static ApiRoute apiRoute(
            String variable,
            String basePath,
            String path,
            String host,
            String prefix,
            Function<String, RequestHandler> api) {
        return new ApiRoute(variable, basePath, path, host, api.apply(prefix), api.apply(""));
    }
}
