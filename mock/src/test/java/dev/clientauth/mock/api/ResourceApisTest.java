// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.mock.ApiCall;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.AppleBusiness;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.provider.SmartBackendServices;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ResourceApisTest {
    private static final MovableClock CLOCK = new MovableClock();

    private static List<ApiRoute> of(Profile profile, String scope) {
        return ResourceApis.of(profile, "/here", ApiCall.tokens(scope), new ApiData(), CLOCK, new RequestLimit(CLOCK));
    }

    private static ApiRoute only(Profile profile, String scope) {
        List<ApiRoute> routes = of(profile, scope);
        assertThat(routes).hasSize(1);
        return routes.get(0);
    }

    private static int devices(RequestHandler api, String url) {
        return ApiCall.get(url)
                .authorized()
                .with("Accept", "application/json")
                .to(api)
                .status();
    }

    @Test
    void theAppleApisHaveTheirOwnHostsAndScopes() {
        ApiRoute school = only(AppleSchoolManager.profile(), "school.api");
        assertThat(school.path()).isEqualTo("/v1");
        assertThat(school.host()).isEqualTo("api-school.apple.com");
        assertThat(devices(school.api(), "http://127.0.0.1:1/here/v1/orgDevices"))
                .isEqualTo(200);
        assertThat(devices(school.atHost(), "https://api-school.apple.com/v1/orgDevices"))
                .isEqualTo(200);
        ApiRoute business = only(AppleBusiness.profile(), "school.api");
        assertThat(business.host()).isEqualTo("api-business.apple.com");
        assertThat(devices(business.atHost(), "https://api-business.apple.com/v1/orgDevices"))
                .isEqualTo(403);
    }

    @Test
    void theFhirServerOfEpicIsNextToItsTokenEndpoint() {
        ApiRoute epic = only(Epic.sandbox(), "system/*.read");
        assertThat(epic.path()).isEqualTo("/interconnect-fhir-oauth/api/FHIR/R4");
        assertThat(epic.host()).isEqualTo("fhir.epic.com");
        ApiRoute customer =
                only(Epic.profile(URI.create("https://epic.example.org/prd/oauth2/token")), "system/*.read");
        assertThat(customer.host()).isEqualTo("epic.example.org");
        assertThat(ApiCall.json(ApiCall.get("http://127.0.0.1:1/here/prd/api/FHIR/R4/.well-known/smart-configuration")
                                .to(customer.api()))
                        .at("/token_endpoint")
                        .asText())
                .isEqualTo("http://127.0.0.1:1/here/prd/oauth2/token");
        assertThat(of(Epic.profile(URI.create("https://epic.example.org/elsewhere/token")), ""))
                .isEmpty();
    }

    @Test
    void theFhirBaseOfASmartServerIsShort() {
        ApiRoute smart =
                only(SmartBackendServices.profile(URI.create("https://ehr.example.org/auth/token")), "system/*.rs");
        assertThat(smart.path()).isEqualTo("/fhir");
        assertThat(ApiCall.json(ApiCall.get("http://127.0.0.1:1/here/fhir/.well-known/smart-configuration")
                                .to(smart.api()))
                        .at("/token_endpoint")
                        .asText())
                .isEqualTo("http://127.0.0.1:1/here/auth/token");
        assertThat(ApiCall.get("https://ehr.example.org/fhir/Patient/pat-1")
                        .authorized()
                        .to(smart.atHost())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void signInWithAppleHasNoApi() {
        assertThat(of(SignInWithApple.profile(), "")).isEmpty();
    }
}
