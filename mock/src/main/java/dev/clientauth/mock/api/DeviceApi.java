// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.AccessTokens;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Mocks the device API of Apple School Manager or Apple Business.
 *
 * <p>Documented by Apple: {@code /v1/orgDevices} and {@code /v1/orgDevices/{id}}, {@code /v1/mdmServers}, the assignment of
 * devices to servers, {@code limit}, {@code cursor} and {@code fields[orgDevices]}, {@code POST /v1/orgDeviceActivities} and its
 * status, and the format of responses. Observed by clients: 406 without {@code Accept: application/json}. Assumed: which error is returned if there are several.
 *
 * <p>Devices change only by activities, {@code POST /v1/orgDeviceActivities}. Thread-safe.
 */
public final class DeviceApi implements RequestHandler {
    private final String base;
    private final String scope;
    private final AccessTokens tokens;
    private final ManagedDevices fleet;
    private final RequestLimit budget;

    /**
     * Creates the API.
     *
     * @param base the path before {@code /v1}: empty at its own host, as at Apple
     * @param scope the scope of its tokens, {@code school.api} or {@code business.api}
     */
    DeviceApi(String base, String scope, AccessTokens tokens, ManagedDevices fleet, RequestLimit budget) {
        this.base = base;
        this.scope = scope;
        this.tokens = tokens;
        this.fleet = fleet;
        this.budget = budget;
    }

    @Override
    public ProviderResponse handle(TokenRequest received) {
        return handle(received, "");
    }

    @Override
    public ProviderResponse handle(TokenRequest received, String body) {
        ApiRequest request = new ApiRequest(received);
        Access access = request.bearerToken().flatMap(tokens::access).orElse(null);
        if (access == null) {
            return DeviceResponse.unauthorized(AccessRejections.ofToken(request, tokens));
        }
        if (!access.scope().filter(scope::equals).isPresent()) {
            return DeviceResponse.forbidden(AccessRejections.ofScope(access, scope));
        }
        Long wait = budget.spend().orElse(null);
        if (wait != null) {
            return DeviceResponse.tooMany(wait);
        }
        boolean saysAccept = request.header("accept").isPresent();
        if (!saysAccept || !request.accept().accept(DeviceResponse.JSON)) {
            return DeviceResponse.notAcceptable(saysAccept);
        }
        String path = request.path();
        if (!path.startsWith(base + "/v1/")) {
            return DeviceResponse.noSuchPath();
        }
        List<String> resource =
                List.of(path.substring(base.length() + "/v1/".length()).split("/", -1));
        boolean isNewActivity = resource.equals(List.of(DeviceActivities.TYPE));
        boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
        if (isNewActivity ? !request.method().equals("POST") : !isRead) {
            return DeviceResponse.methodNotAllowed(isNewActivity ? "POST" : "GET");
        }
        return isNewActivity ? newActivity(request, body) : resource(request, resource);
    }

    private ProviderResponse newActivity(ApiRequest request, String body) {
        try {
            return activity(request, 201, fleet.activities().create(body), false);
        } catch (DeviceActivities.InvalidActivityException e) {
            return DeviceResponse.invalidActivity(e.status(), String.valueOf(e.getMessage()));
        }
    }

    private ProviderResponse activity(
            ApiRequest request, int status, DeviceActivities.Activity activity, boolean isCompleted) {
        String self = request.origin() + base + "/v1/" + DeviceActivities.TYPE + "/" + activity.id();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", DeviceActivities.TYPE);
        data.put("id", activity.id());
        data.put("attributes", activity.attributes(isCompleted));
        data.put("links", Map.of("self", self));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("data", data);
        document.put("links", Map.of("self", request.url()));
        return ApiResponse.json(status, DeviceResponse.JSON, document);
    }

    private ProviderResponse resource(ApiRequest request, List<String> path) {
        String type = path.get(0);
        if (type.equals(DeviceActivities.TYPE) && path.size() == 2) {
            return fleet.activities()
                    .activity(path.get(1))
                    .map(activity -> activity(request, 200, activity, true))
                    .orElseGet(() -> DeviceResponse.notFound(type, path.get(1)));
        }
        boolean devices = type.equals(ManagedDevices.DEVICES);
        if (!devices && !type.equals(ManagedDevices.SERVERS)) {
            return DeviceResponse.noSuchPath();
        }
        if (path.size() == 1) {
            return list(request, devices ? fleet.devices() : fleet.servers(), entry -> full(request, type, entry));
        }
        String id = path.get(1);
        ManagedDevices.Resource entry = (devices ? fleet.device(id) : fleet.server(id)).orElse(null);
        if (entry == null) {
            return DeviceResponse.notFound(type, id);
        }
        return switch (String.join("/", path.subList(2, path.size()))) {
            case "" -> path.size() == 2 ? single(request, full(request, type, entry)) : DeviceResponse.noSuchPath();
            case "relationships/assignedServer" ->
                devices
                        ? assigned(request, entry, server -> Map.of("type", ManagedDevices.SERVERS, "id", server.id()))
                        : DeviceResponse.noSuchPath();
            case "assignedServer" ->
                devices
                        ? assigned(request, entry, server -> full(request, ManagedDevices.SERVERS, server))
                        : DeviceResponse.noSuchPath();
            case "relationships/devices" ->
                devices
                        ? DeviceResponse.noSuchPath()
                        : list(
                                request,
                                fleet.devicesOf(id),
                                device -> Map.of("type", ManagedDevices.DEVICES, "id", device.id()));
            default -> DeviceResponse.noSuchPath();
        };
    }

    private ProviderResponse list(
            ApiRequest request,
            List<ManagedDevices.Resource> all,
            Function<ManagedDevices.Resource, Map<String, ? extends @Nullable Object>> form) {
        Integer limit = DevicePage.limit(request.parameter("limit")).orElse(null);
        if (limit == null) {
            return DeviceResponse.badParameter("limit", "must be a number from 1 to 1000");
        }
        Integer from = DevicePage.place(request.parameter("cursor"), all.size()).orElse(null);
        if (from == null) {
            return DeviceResponse.badParameter("cursor", "was not issued by this API");
        }
        DevicePage page = new DevicePage(limit, from);
        Map<String, Object> links = new LinkedHashMap<>();
        Map<String, Object> paging = new LinkedHashMap<>();
        links.put("self", request.url());
        page.nextCursor(all.size()).ifPresent(cursor -> {
            String asked = request.parameter("limit").isPresent() ? "&limit=" + limit : "";
            links.put("next", request.origin() + request.path() + "?cursor=" + cursor + asked);
            paging.put("nextCursor", cursor);
        });
        paging.put("limit", limit);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "data",
                all.subList(page.from(), page.to(all.size())).stream().map(form).toList());
        document.put("links", links);
        document.put("meta", Map.of("paging", paging));
        return ApiResponse.json(200, DeviceResponse.JSON, document);
    }

    private ProviderResponse single(ApiRequest request, Map<String, ? extends @Nullable Object> data) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("data", data);
        document.put("links", Map.of("self", request.url()));
        return ApiResponse.json(200, DeviceResponse.JSON, document);
    }

    private ProviderResponse assigned(
            ApiRequest request,
            ManagedDevices.Resource device,
            Function<ManagedDevices.Resource, Map<String, ? extends @Nullable Object>> form) {
        return device.assignedServer()
                .flatMap(fleet::server)
                .map(server -> single(request, form.apply(server)))
                .orElseGet(() -> DeviceResponse.notFound("assignedServer", device.id()));
    }

    private Map<String, @Nullable Object> full(ApiRequest request, String type, ManagedDevices.Resource entry) {
        String self = request.origin() + base + "/v1/" + type + "/" + entry.id();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("id", entry.id());
        members.put("attributes", chosen(request, type, entry.attributes()));
        if (type.equals(ManagedDevices.DEVICES)) {
            Map<String, String> server = new LinkedHashMap<>();
            server.put("self", self + "/relationships/assignedServer");
            server.put("related", self + "/assignedServer");
            members.put("relationships", Map.of("assignedServer", Map.of("links", server)));
            members.put("links", Map.of("self", self));
        } else {
            members.put(
                    "relationships",
                    Map.of("devices", Map.of("links", Map.of("self", self + "/relationships/devices"))));
        }
        return members;
    }

    private static Map<String, @Nullable Object> chosen(
            ApiRequest request, String type, Map<String, @Nullable Object> attributes) {
        String fields = request.parameter("fields[" + type + "]").orElse(null);
        if (fields == null) {
            return attributes;
        }
        Set<String> names = new TreeSet<>(List.of(fields.split(",", -1)));
        Map<String, @Nullable Object> chosen = new LinkedHashMap<>(attributes);
        chosen.keySet().retainAll(names);
        return chosen;
    }
}
