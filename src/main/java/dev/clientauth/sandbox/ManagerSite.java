package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The API of Apple School Manager, or of Apple Business, as far as devices go: what a token is for.
 *
 * <p>By Apple's pages: {@code /v1/orgDevices} and {@code /v1/orgDevices/{id}}, {@code /v1/mdmServers}, which device belongs
 * to which of these, {@code limit}, {@code cursor} and {@code fields[orgDevices]}, and the form of the answers. As seen by
 * clients: 406 without {@code Accept: application/json}. A guess: which complaint comes first when there are several.
 *
 * <p>Nothing can be changed. Thread-safe.
 */
final class ManagerSite implements Site {
    private final String base;
    private final String scope;
    private final AccessTokens tokens;
    private final ManagedFleet fleet;
    private final RequestBudget budget;

    /**
     * The API.
     *
     * @param base the path before {@code /v1}: empty where it has a host of its own, as Apple's have
     * @param scope the scope of its tokens, {@code school.api} or {@code business.api}
     */
    ManagerSite(String base, String scope, AccessTokens tokens, ManagedFleet fleet, RequestBudget budget) {
        this.base = base;
        this.scope = scope;
        this.tokens = tokens;
        this.fleet = fleet;
        this.budget = budget;
    }

    @Override
    public Reply answer(Attempt attempt) {
        RequestHead request = new RequestHead(attempt);
        Access access = request.bearerToken().flatMap(tokens::access).orElse(null);
        if (access == null) {
            return ManagerReply.unauthorized(Refusal.ofToken(request, tokens));
        }
        if (!access.scope().filter(scope::equals).isPresent()) {
            return ManagerReply.forbidden(Refusal.ofScope(access, scope));
        }
        Long wait = budget.spend().orElse(null);
        if (wait != null) {
            return ManagerReply.tooMany(wait);
        }
        boolean saysAccept = request.header("accept").isPresent();
        if (!saysAccept || !request.accept().take(ManagerReply.JSON)) {
            return ManagerReply.notAcceptable(saysAccept);
        }
        String path = request.path();
        if (!path.startsWith(base + "/v1/")) {
            return ManagerReply.noSuchPath();
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return ManagerReply.methodNotAllowed();
        }
        return resource(
                request, List.of(path.substring(base.length() + "/v1/".length()).split("/", -1)));
    }

    private Reply resource(RequestHead request, List<String> path) {
        String type = path.get(0);
        boolean devices = type.equals(ManagedFleet.DEVICES);
        if (!devices && !type.equals(ManagedFleet.SERVERS)) {
            return ManagerReply.noSuchPath();
        }
        if (path.size() == 1) {
            return list(request, devices ? fleet.devices() : fleet.servers(), entry -> full(request, type, entry));
        }
        String id = path.get(1);
        ManagedFleet.Resource entry = (devices ? fleet.device(id) : fleet.server(id)).orElse(null);
        if (entry == null) {
            return ManagerReply.notFound(type, id);
        }
        return switch (String.join("/", path.subList(2, path.size()))) {
            case "" -> path.size() == 2 ? single(request, full(request, type, entry)) : ManagerReply.noSuchPath();
            case "relationships/assignedServer" ->
                devices
                        ? assigned(request, entry, server -> Map.of("type", ManagedFleet.SERVERS, "id", server.id()))
                        : ManagerReply.noSuchPath();
            case "assignedServer" ->
                devices
                        ? assigned(request, entry, server -> full(request, ManagedFleet.SERVERS, server))
                        : ManagerReply.noSuchPath();
            case "relationships/devices" ->
                devices
                        ? ManagerReply.noSuchPath()
                        : list(
                                request,
                                fleet.devicesOf(id),
                                device -> Map.of("type", ManagedFleet.DEVICES, "id", device.id()));
            default -> ManagerReply.noSuchPath();
        };
    }

    private Reply list(
            RequestHead request,
            List<ManagedFleet.Resource> all,
            Function<ManagedFleet.Resource, Map<String, ? extends @Nullable Object>> form) {
        Integer limit = ManagerPage.limit(request.parameter("limit")).orElse(null);
        if (limit == null) {
            return ManagerReply.badParameter("limit", "must be a number from 1 to 1000");
        }
        Integer from =
                ManagerPage.place(request.parameter("cursor"), all.size()).orElse(null);
        if (from == null) {
            return ManagerReply.badParameter("cursor", "is not one that was given out");
        }
        ManagerPage page = new ManagerPage(limit, from);
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
        return ApiReply.json(200, ManagerReply.JSON, document);
    }

    private Reply single(RequestHead request, Map<String, ? extends @Nullable Object> data) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("data", data);
        document.put("links", Map.of("self", request.url()));
        return ApiReply.json(200, ManagerReply.JSON, document);
    }

    private Reply assigned(
            RequestHead request,
            ManagedFleet.Resource device,
            Function<ManagedFleet.Resource, Map<String, ? extends @Nullable Object>> form) {
        return device.assignedServer()
                .flatMap(fleet::server)
                .map(server -> single(request, form.apply(server)))
                .orElseGet(() -> ManagerReply.notFound("assignedServer", device.id()));
    }

    private Map<String, @Nullable Object> full(RequestHead request, String type, ManagedFleet.Resource entry) {
        String self = request.origin() + base + "/v1/" + type + "/" + entry.id();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("id", entry.id());
        members.put("attributes", chosen(request, type, entry.attributes()));
        if (type.equals(ManagedFleet.DEVICES)) {
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
            RequestHead request, String type, Map<String, @Nullable Object> attributes) {
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
