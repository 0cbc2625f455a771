package dev.clientauth.mock.api;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fictitious devices of an organization, and the device management services that they are assigned to, with the attributes
 * of Apple's example.
 */
public final class ManagedDevices {
    static final String DEVICES = "orgDevices";
    static final String SERVERS = "mdmServers";

    /** More than one page, so that a client that ignores paging is detected. */
    private static final int DEFAULT_SIZE = 250;

    private static final List<String> SERVER_IDS =
            List.of("1A2B3C4D5E6F40718293A4B5C6D7E8F9", "9F8E7D6C5B4A49382716F5E4D3C2B1A0");

    private static final List<Model> MODELS = List.of(
            new Model("iPad (A16)", "iPad", "iPad15,7", "128GB", "SILVER"),
            new Model("MacBook Air 13\"", "Mac", "Mac16,12", "256GB", "SKY BLUE"),
            new Model("iPhone 16e", "iPhone", "iPhone17,5", "128GB", "BLACK"));

    private final List<Resource> devices;
    private final List<Resource> servers;

    /** Creates an organization with this many devices. */
    ManagedDevices(int size) {
        List<Resource> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(device(i));
        }
        this.devices = List.copyOf(all);
        this.servers = List.of(server(0, "School iPads", "MDM"), server(1, "Configurator", "APPLE_CONFIGURATOR"));
    }

    ManagedDevices() {
        this(DEFAULT_SIZE);
    }

    /**
     * A JSON:API resource.
     *
     * @param id its id, in Apple's format
     * @param attributes its attributes
     * @param assignedServer the service that manages a device; empty for an unassigned device and for a service
     */
    record Resource(String id, Map<String, @Nullable Object> attributes, Optional<String> assignedServer) {}

    private record Model(String name, String family, String type, String capacity, String color) {}

    List<Resource> devices() {
        return devices;
    }

    List<Resource> servers() {
        return servers;
    }

    Optional<Resource> device(String id) {
        return devices.stream().filter(device -> device.id().equals(id)).findFirst();
    }

    Optional<Resource> server(String id) {
        return servers.stream().filter(server -> server.id().equals(id)).findFirst();
    }

    /** Returns the devices that a service manages. */
    List<Resource> devicesOf(String serverId) {
        return devices.stream()
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
