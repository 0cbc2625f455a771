// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.school;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Reads all pages of {@code GET /v1/orgDevices}. */
@RestController
class DeviceController {
    private final RestClient school;

    DeviceController(RestClient school) {
        this.school = school;
    }

    record Page(List<Device> data, Links links) {}

    record Device(String id, Attributes attributes) {}

    record Attributes(String serialNumber, String deviceModel) {}

    record Links(String next) {}

    @GetMapping("/devices")
    List<Attributes> devices() {
        List<Attributes> all = new ArrayList<>();
        Page page = read(school.get().uri("/orgDevices?limit=60"));
        all.addAll(attributes(page));
        while (page.links().next() != null) {
            page = read(school.get().uri(URI.create(page.links().next())));
            all.addAll(attributes(page));
        }
        return all;
    }

    private static Page read(RestClient.RequestHeadersSpec<?> request) {
        return request.accept(MediaType.APPLICATION_JSON).retrieve().body(Page.class);
    }

    private static List<Attributes> attributes(Page page) {
        return page.data().stream().map(Device::attributes).toList();
    }
}
