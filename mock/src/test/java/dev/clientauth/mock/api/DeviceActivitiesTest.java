// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.mock.ApiCall;
import dev.clientauth.mock.http.ProviderResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** Changes to the management of devices, as a client of Apple's API makes them. */
class DeviceActivitiesTest {
    private static final String API = "https://api-business.apple.com/v1/";
    private static final String UNASSIGNED = "X000000000";
    private static final String ASSIGNED = "X000000001";
    private static final String OTHER_SERVER = "9F8E7D6C5B4A49382716F5E4D3C2B1A0";

    private final MovableClock clock = new MovableClock();
    private final DeviceApi api = new DeviceApi(
            "",
            "business.api",
            ApiCall.tokens("business.api"),
            new ManagedDevices(clock),
            new RequestLimit(new MovableClock()));

    private static String activity(String type, String device, String server, String deadline) {
        String metadata = deadline.isEmpty()
                ? ""
                : ", \"activityTypeMetadata\": {\"mdmMigrationDeadlineDateTime\": \"" + deadline + "\"}";
        String mdmServer = server.isEmpty()
                ? ""
                : "\"mdmServer\": {\"data\": {\"type\": \"mdmServers\", \"id\": \"" + server + "\"}}, ";
        return """
                {"data": {"type": "orgDeviceActivities", "attributes": {"activityType": "%s"%s},
                 "relationships": {%s"devices": {"data": [{"type": "orgDevices", "id": "%s"}]}}}}
                """.formatted(type, metadata, mdmServer, device);
    }

    private ProviderResponse post(String body) {
        return ApiCall.of("POST", API + "orgDeviceActivities")
                .authorized()
                .with("Accept", "application/json")
                .json(body)
                .to(api);
    }

    private JsonNode get(String url) {
        return ApiCall.json(
                ApiCall.get(url).authorized().with("Accept", "application/json").to(api));
    }

    private JsonNode device(String id) {
        return get(API + "orgDevices/" + id).at("/data/attributes");
    }

    private String in(Duration time) {
        return clock.instant().plus(time).toString();
    }

    @Test
    void anAssignedDeviceIsWithItsServiceAndTheActivityCompletes() {
        ProviderResponse created = post(activity("ASSIGN_DEVICES", UNASSIGNED, OTHER_SERVER, ""));
        assertThat(created.status()).isEqualTo(201);
        JsonNode activity = ApiCall.json(created).at("/data");
        assertThat(activity.at("/type").asText()).isEqualTo("orgDeviceActivities");
        assertThat(activity.at("/attributes/status").asText()).isEqualTo("IN_PROGRESS");
        assertThat(activity.at("/attributes/subStatus").asText()).isEqualTo("SUBMITTED");
        assertThat(activity.at("/attributes").has("completedDateTime")).isFalse();

        JsonNode read = get(activity.at("/links/self").asText()).at("/data");
        assertThat(read.at("/id")).isEqualTo(activity.at("/id"));
        assertThat(read.at("/attributes/status").asText()).isEqualTo("COMPLETED");
        assertThat(read.at("/attributes/subStatus").asText()).isEqualTo("COMPLETED_WITH_SUCCESS");
        assertThat(device(UNASSIGNED).at("/status").asText()).isEqualTo("ASSIGNED");
        assertThat(get(API + "orgDevices/" + UNASSIGNED + "/assignedServer")
                        .at("/data/id")
                        .asText())
                .isEqualTo(OTHER_SERVER);
    }

    @Test
    void anUnassignedDeviceHasNoService() {
        assertThat(post(activity("UNASSIGN_DEVICES", ASSIGNED, "", "")).status())
                .isEqualTo(201);
        assertThat(device(ASSIGNED).at("/status").asText()).isEqualTo("UNASSIGNED");
        assertThat(get(API + "orgDevices/" + ASSIGNED + "/assignedServer").has("errors"))
                .isTrue();
    }

    @Test
    void aMigrationIsScheduledMovedAndCancelled() {
        String first = in(Duration.ofDays(30));
        assertThat(post(activity("ASSIGN_DEVICES_WITH_MDM_MIGRATION_DEADLINE", ASSIGNED, OTHER_SERVER, first))
                        .status())
                .isEqualTo(201);
        assertThat(device(ASSIGNED).at("/mdmMigrationStatus").asText()).isEqualTo("REQUESTED");
        assertThat(device(ASSIGNED).at("/mdmMigrationDeadlineDateTime").asText())
                .isEqualTo(first);

        String later = in(Duration.ofDays(60));
        assertThat(post(activity("UPDATE_MDM_MIGRATION_DEADLINE", ASSIGNED, "", later))
                        .status())
                .isEqualTo(201);
        assertThat(device(ASSIGNED).at("/mdmMigrationDeadlineDateTime").asText())
                .isEqualTo(later);

        assertThat(post(activity("CANCEL_MDM_MIGRATION", ASSIGNED, "", "")).status())
                .isEqualTo(201);
        assertThat(device(ASSIGNED).at("/mdmMigrationStatus").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "UNASSIGN_DEVICES, X000000000, '', '', is not assigned",
        "ASSIGN_DEVICES, NONE, 9F8E7D6C5B4A49382716F5E4D3C2B1A0, '', does not exist",
        "ASSIGN_DEVICES, X000000000, '', '', mdmServer",
        "ASSIGN_DEVICES, X000000000, NONE, '', mdmServer",
        "RELEASE_DEVICES, X000000000, '', '', activityType must be one of ASSIGN_DEVICES",
        "STEAL_DEVICES, X000000000, '', '', activityType must be one of ASSIGN_DEVICES",
        "CANCEL_MDM_MIGRATION, X000000001, '', '', No migration",
        "UPDATE_MDM_MIGRATION_DEADLINE, X000000001, '', 2016-01-01T00:00:00Z, No migration",
        "ASSIGN_DEVICES_WITH_MDM_MIGRATION_DEADLINE, X000000001, 9F8E7D6C5B4A49382716F5E4D3C2B1A0, '', must be a time",
        "ASSIGN_DEVICES_WITH_MDM_MIGRATION_DEADLINE, X000000001, 9F8E7D6C5B4A49382716F5E4D3C2B1A0, soon, must be a time",
        "ASSIGN_DEVICES_WITH_MDM_MIGRATION_DEADLINE, X000000001, 9F8E7D6C5B4A49382716F5E4D3C2B1A0, 2020-01-01T00:00:00Z, in the future",
        "ASSIGN_DEVICES_WITH_MDM_MIGRATION_DEADLINE, X000000001, 9F8E7D6C5B4A49382716F5E4D3C2B1A0, 2099-01-01T00:00:00Z, at most 90 days"
    })
    void aRefusedChangeSaysWhyAndChangesNothing(
            String type, String device, String server, String deadline, String detail) {
        JsonNode before = get(API + "orgDevices?limit=1000").at("/data");
        ProviderResponse reply = post(activity(type, device, server, deadline));
        assertThat(reply.status()).isEqualTo(409);
        assertThat(ApiCall.json(reply).at("/errors/0/detail").asText()).contains(detail);
        assertThat(get(API + "orgDevices?limit=1000").at("/data")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | 400", "{ | 400", "[] | 409", "{\"data\": 1} | 409", "grant_type=client_credentials | 400"})
    void whatIsNotSuchADocumentIsRefused(String body, int status) {
        assertThat(post(body == null ? "" : body).status()).isEqualTo(status);
    }

    @Test
    void anUnknownActivityIsNotFoundAndTheListCannotBeRead() {
        assertThat(get(API + "orgDeviceActivities/none").at("/errors/0/status").asText())
                .isEqualTo("404");
        assertThat(get(API + "orgDeviceActivities").at("/errors/0/status").asText())
                .isEqualTo("405");
    }
}
