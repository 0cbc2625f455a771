// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fictitious devices of an organization, and the device management services that they are assigned to, with the attributes
 * of Apple's example. Thread-safe.
 */
public final class ManagedDevices {
    static final String DEVICES = "orgDevices";
    static final String SERVERS = "mdmServers";
    static final String MIGRATION_STATUS = "mdmMigrationStatus";

    private static final String MIGRATION_CAPABLE = "isMdmMigrationCapable";
    private static final String MIGRATION_DEADLINE = "mdmMigrationDeadlineDateTime";

    /** More than one page, so that a client that ignores paging is detected. */
    private static final int DEFAULT_SIZE = 250;

    private static final List<String> SERVER_IDS =
            List.of("1A2B3C4D5E6F40718293A4B5C6D7E8F9", "9F8E7D6C5B4A49382716F5E4D3C2B1A0");

    private static final List<String> NAMES = List.of("School iPads", "Configurator");

    /** The names of the services, for messages. */
    static final String SERVER_NAMES = String.join(" or ", NAMES);

    private static final List<Model> MODELS = List.of(
            new Model("iPad (A16)", "iPad", "iPad15,7", "128GB", "SILVER"),
            new Model("MacBook Air 13\"", "Mac", "Mac16,12", "256GB", "SKY BLUE"),
            new Model("iPhone 16e", "iPhone", "iPhone17,5", "128GB", "BLACK"));

    private final Map<String, Resource> devices = new LinkedHashMap<>();
    private final List<Resource> servers;
    private final DeviceActivities activities;

    /** Creates an organization with this many devices. */
    ManagedDevices(int size, Clock clock) {
        for (int i = 0; i < size; i++) {
            Resource device = device(i);
            devices.put(device.id(), device);
        }
        this.servers = List.of(server(0, NAMES.get(0), "MDM"), server(1, NAMES.get(1), "APPLE_CONFIGURATOR"));
        this.activities = new DeviceActivities(this, clock);
    }

    ManagedDevices(Clock clock) {
        this(DEFAULT_SIZE, clock);
    }

    /**
     * A JSON:API resource.
     *
     * @param id its id, in Apple's format
     * @param attributes its attributes
     * @param assignedServer the service that manages a device; empty for an unassigned device and for a service
     */
    record Resource(String id, Map<String, @Nullable Object> attributes, Optional<String> assignedServer) {
        /** Returns the device, assigned to this service, or to none. */
        Resource assignedTo(@Nullable String server) {
            Map<String, @Nullable Object> changed = new LinkedHashMap<>(attributes);
            changed.put("status", server == null ? "UNASSIGNED" : "ASSIGNED");
            changed.put(MIGRATION_CAPABLE, server != null);
            return new Resource(id, changed, Optional.ofNullable(server));
        }

        /** Returns the device with a migration that has this deadline, or with none. */
        Resource migrating(@Nullable String deadline) {
            Map<String, @Nullable Object> changed = new LinkedHashMap<>(attributes);
            changed.put(MIGRATION_STATUS, deadline == null ? null : "REQUESTED");
            changed.put(MIGRATION_DEADLINE, deadline);
            return new Resource(id, changed, assignedServer);
        }
    }

    private record Model(String name, String family, String type, String capacity, String color) {}

    /** Returns the changes to the devices. */
    DeviceActivities activities() {
        return activities;
    }

    synchronized List<Resource> devices() {
        return List.copyOf(devices.values());
    }

    /** Replaces all devices. */
    synchronized void replaceAll(List<Resource> all) {
        devices.clear();
        all.forEach(device -> devices.put(device.id(), device));
    }

    /** Returns the id of the service with this name. */
    static Optional<String> serverNamed(String name) {
        return NAMES.contains(name) ? Optional.of(SERVER_IDS.get(NAMES.indexOf(name))) : Optional.empty();
    }

    /** Returns the example device at this index, for its attributes. */
    static Resource example(int i) {
        return device(i);
    }

    /** Replaces the device with the same id. */
    synchronized void replace(Resource device) {
        devices.put(device.id(), device);
    }

    List<Resource> servers() {
        return servers;
    }

    synchronized Optional<Resource> device(String id) {
        return Optional.ofNullable(devices.get(id));
    }

    Optional<Resource> server(String id) {
        return servers.stream().filter(server -> server.id().equals(id)).findFirst();
    }

    /** Returns the devices that a service manages. */
    List<Resource> devicesOf(String serverId) {
        return devices().stream()
                .filter(device ->
                        device.assignedServer().filter(serverId::equals).isPresent())
                .toList();
    }

    private static Resource device(int i) {
        Model model = MODELS.get(i % MODELS.size());
        int third = i % (SERVER_IDS.size() + 1);
        Optional<String> server = third == 0 ? Optional.empty() : Optional.of(SERVER_IDS.get(third - 1));
        String serialNumber = "X%09d".formatted(i);
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("serialNumber", serialNumber);
        attributes.put("addedToOrgDateTime", "2026-08-%02dT08:15:00.000Z".formatted(1 + i % 28));
        attributes.put("releasedFromOrgDateTime", null);
        attributes.put("updatedDateTime", "2026-09-%02dT10:30:00.000Z".formatted(1 + i % 28));
        attributes.put("deviceModel", model.name());
        attributes.put("productFamily", model.family());
        attributes.put("productType", model.type());
        attributes.put("deviceCapacity", model.capacity());
        attributes.put("partNumber", "XX%03dLL/A".formatted(i % 1000));
        attributes.put("orderNumber", "%010d".formatted(1_000_000 + i / 25));
        attributes.put("color", model.color());
        attributes.put("status", server.isPresent() ? "ASSIGNED" : "UNASSIGNED");
        attributes.put("orderDateTime", "2026-07-15T07:00:00Z");
        attributes.put("imei", List.of());
        attributes.put("meid", List.of());
        attributes.put("purchaseSourceType", "APPLE");
        attributes.put(MIGRATION_CAPABLE, server.isPresent());
        attributes.put(MIGRATION_STATUS, null);
        attributes.put(MIGRATION_DEADLINE, null);
        return new Resource(serialNumber, attributes, server);
    }

    private static Resource server(int i, String name, String type) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("serverName", name);
        attributes.put("serverType", type);
        attributes.put("createdDateTime", "2026-06-01T08:00:00.000Z");
        attributes.put("updatedDateTime", "2026-06-02T08:00:00.000Z");
        return new Resource(SERVER_IDS.get(i), attributes, Optional.empty());
    }
}
