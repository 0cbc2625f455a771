// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.json.Json;
import dev.clientauth.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Carries out changes to the management of devices, Apple's {@code orgDeviceActivities}: assigning, unassigning, and migration to
 * another device management service by a deadline (School 1.6 and Business 2.3, August 2026).
 *
 * <p>A change takes effect at once. Its activity is {@code IN_PROGRESS} in the response to its creation and {@code COMPLETED}
 * when it is read. Assumed: which error is returned for which mistake, and that all devices are changed or none. Observed by
 * clients: that a deadline is at most 90 days ahead. Thread-safe; the last 1000 activities are kept.
 */
final class DeviceActivities {
    static final String TYPE = "orgDeviceActivities";

    private static final int MAX = 1000;
    private static final Duration MAX_DEADLINE = Duration.ofDays(90);
    private static final String ASSIGN = "ASSIGN_DEVICES";
    private static final String UNASSIGN = "UNASSIGN_DEVICES";
    private static final String MIGRATE = "ASSIGN_DEVICES_WITH_MDM_MIGRATION_DEADLINE";
    private static final String MOVE_DEADLINE = "UPDATE_MDM_MIGRATION_DEADLINE";
    private static final String CANCEL = "CANCEL_MDM_MIGRATION";
    private static final List<String> TYPES = List.of(ASSIGN, UNASSIGN, MIGRATE, MOVE_DEADLINE, CANCEL);

    /**
     * A change that was requested.
     *
     * @param id its id
     * @param created when it was requested
     */
    record Activity(String id, Instant created) {
        /** Returns its attributes as they are after its creation, or when it is read later. */
        Map<String, @Nullable Object> attributes(boolean isCompleted) {
            Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
            attributes.put("status", isCompleted ? "COMPLETED" : "IN_PROGRESS");
            attributes.put("subStatus", isCompleted ? "COMPLETED_WITH_SUCCESS" : "SUBMITTED");
            attributes.put("createdDateTime", created.toString());
            if (isCompleted) {
                attributes.put("completedDateTime", created.toString());
            }
            return attributes;
        }
    }

    /** A request for a change that is refused. */
    static final class InvalidActivityException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;

        InvalidActivityException(int status, String message) {
            super(message);
            this.status = status;
        }

        /** Returns the HTTP status. */
        int status() {
            return status;
        }
    }

    private final ManagedDevices devices;
    private final Clock clock;
    private final Map<String, Activity> activities = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Activity> eldest) {
            return size() > MAX;
        }
    };

    DeviceActivities(ManagedDevices devices, Clock clock) {
        this.devices = devices;
        this.clock = clock;
    }

    synchronized Optional<Activity> activity(String id) {
        return Optional.ofNullable(activities.get(id));
    }

    /**
     * Makes a change.
     *
     * @param body the JSON of the request
     * @throws InvalidActivityException if it is refused; then nothing is changed
     */
    synchronized Activity create(String body) throws InvalidActivityException {
        JsonNode data = parsed(body).path("data");
        require(data.path("type").asText().equals(TYPE), 409, "data.type must be " + TYPE + ".");
        String type = data.at("/attributes/activityType").asText();
        require(TYPES.contains(type), 409, "activityType must be one of " + String.join(", ", TYPES) + ".");
        List<ManagedDevices.Resource> chosen = devices(data.at("/relationships/devices/data"));
        String server = type.equals(ASSIGN) || type.equals(MIGRATE) ? server(data) : null;
        String deadline = type.equals(MIGRATE) || type.equals(MOVE_DEADLINE) ? deadline(data, type) : null;
        for (ManagedDevices.Resource device : chosen) {
            boolean isMigrating = device.attributes().get(ManagedDevices.MIGRATION_STATUS) != null;
            switch (type) {
                case UNASSIGN ->
                    require(
                            device.assignedServer().isPresent(),
                            409,
                            "The device " + device.id() + " is not assigned.");
                case MIGRATE ->
                    require(
                            device.assignedServer().isPresent(),
                            409,
                            "The device " + device.id() + " is not assigned, so it cannot be migrated.");
                case MOVE_DEADLINE, CANCEL ->
                    require(isMigrating, 409, "No migration of the device " + device.id() + " is in progress.");
                default -> {
                    // Any device can be assigned.
                }
            }
        }
        for (ManagedDevices.Resource device : chosen) {
            devices.replace(changed(device, type, server, deadline));
        }
        Activity activity =
                new Activity(UUID.randomUUID().toString(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        activities.put(activity.id(), activity);
        return activity;
    }

    private static ManagedDevices.Resource changed(
            ManagedDevices.Resource device, String type, @Nullable String server, @Nullable String deadline) {
        return switch (type) {
            case ASSIGN, UNASSIGN -> device.assignedTo(server).migrating(null);
            case MIGRATE -> device.assignedTo(server).migrating(deadline);
            case MOVE_DEADLINE -> device.migrating(deadline);
            default -> device.migrating(null);
        };
    }

    private static JsonNode parsed(String body) throws InvalidActivityException {
        try {
            JsonNode document = Json.parse(body);
            require(!document.isMissingNode(), 400, "The body must be a JSON document.");
            return document;
        } catch (MalformedJsonException e) {
            throw new InvalidActivityException(400, "The body must be a JSON document.");
        }
    }

    private List<ManagedDevices.Resource> devices(JsonNode named) throws InvalidActivityException {
        require(named.isArray() && !named.isEmpty(), 409, "relationships.devices.data must name at least one device.");
        Map<String, ManagedDevices.Resource> found = new LinkedHashMap<>();
        for (JsonNode one : named) {
            require(
                    one.path("type").asText().equals(ManagedDevices.DEVICES),
                    409,
                    "The type of a device must be " + ManagedDevices.DEVICES + ".");
            ManagedDevices.Resource device =
                    devices.device(one.path("id").asText()).orElse(null);
            require(device != null, 409, "One of the devices does not exist.");
            if (device != null) {
                found.put(device.id(), device);
            }
        }
        return List.copyOf(found.values());
    }

    private String server(JsonNode data) throws InvalidActivityException {
        JsonNode named = data.at("/relationships/mdmServer/data");
        String id = named.path("id").asText();
        require(
                named.path("type").asText().equals(ManagedDevices.SERVERS)
                        && devices.server(id).isPresent(),
                409,
                "relationships.mdmServer must name a device management service.");
        return id;
    }

    private String deadline(JsonNode data, String type) throws InvalidActivityException {
        String name = "mdmMigrationDeadlineDateTime";
        String text = data.at("/attributes/activityTypeMetadata").path(name).asText();
        Instant deadline;
        try {
            deadline = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidActivityException(
                    409, "activityTypeMetadata." + name + " must be a time such as 2026-12-01T17:00:00Z.");
        }
        Instant now = clock.instant();
        require(!deadline.isAfter(now.plus(MAX_DEADLINE)), 409, "The deadline must be at most 90 days in the future.");
        require(
                type.equals(MOVE_DEADLINE) || deadline.isAfter(now),
                409,
                "The deadline of a new migration must be in the future.");
        return deadline.toString();
    }

    private static void require(boolean holds, int status, String message) throws InvalidActivityException {
        if (!holds) {
            throw new InvalidActivityException(status, message);
        }
    }
}
