// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.text.JsonDocument;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The patients and devices that the APIs of one mock serve: examples, until they are replaced. Thread-safe. */
public final class ApiData {
    private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern SERIAL_NUMBER = Pattern.compile("[A-Za-z0-9]{1,32}");
    private static final Set<String> GENDERS = Set.of("female", "male", "other", "unknown");
    private static final String SERVER = "assignedServer";
    private static final List<String> ATTRIBUTES = List.of(
            "deviceModel", "productFamily", "productType", "deviceCapacity", "partNumber", "orderNumber", "color");

    private final FhirPatients patients = new FhirPatients();
    private final List<ManagedDevices> organizations = new CopyOnWriteArrayList<>();

    FhirPatients patients() {
        return patients;
    }

    /** Returns the devices of a further organization. */
    ManagedDevices devices(Clock clock) {
        ManagedDevices devices = new ManagedDevices(clock);
        organizations.add(devices);
        return devices;
    }

    /** Returns new data, to be read completely before any of it is used. */
    public NewData newData() {
        return new NewData();
    }

    /** Patients and devices that are being read. Not thread-safe. */
    public final class NewData {
        private @Nullable Map<String, FhirPatient> newPatients;
        private @Nullable Map<String, ManagedDevices.Resource> newDevices;

        private NewData() {}

        /** Replaces the patients, at first by none. */
        public void replacePatients() {
            newPatients = new LinkedHashMap<>();
        }

        /** Replaces the devices, at first by none. */
        public void replaceDevices() {
            newDevices = new LinkedHashMap<>();
        }

        /**
         * Adds a patient: {@code id}, {@code family}, {@code given}, {@code birthDate}, and optionally {@code gender} and
         * {@code lastUpdated}.
         *
         * @throws IllegalArgumentException if a member is missing or invalid
         */
        public void addPatient(JsonDocument document) {
            FhirPatient patient = patient(document);
            if (newPatients != null && newPatients.putIfAbsent(patient.id(), patient) != null) {
                throw document.invalid("id", "must differ from those of the other patients");
            }
        }

        /**
         * Adds a device: {@code serialNumber}, and optionally attributes of Apple's and the name of the service that it is
         * assigned to. Other attributes are those of an example.
         *
         * @throws IllegalArgumentException if a member is missing or invalid
         */
        public void addDevice(JsonDocument document) {
            ManagedDevices.Resource device = device(document, newDevices == null ? 0 : newDevices.size());
            if (newDevices != null && newDevices.putIfAbsent(device.id(), device) != null) {
                throw document.invalid("serialNumber", "must differ from those of the other devices");
            }
        }

        /** Uses the new data; devices in every organization. */
        public void apply() {
            if (newPatients != null) {
                patients.replace(List.copyOf(newPatients.values()));
            }
            if (newDevices != null) {
                List<ManagedDevices.Resource> all = List.copyOf(newDevices.values());
                organizations.forEach(devices -> devices.replaceAll(all));
            }
        }
    }

    private static FhirPatient patient(JsonDocument document) {
        document.only("id", "family", "given", "gender", "birthDate", "lastUpdated");
        String id = document.requiredText("id");
        if (!FHIR_ID.matcher(id).matches()) {
            throw document.invalid("id", "must have at most 64 letters, digits, hyphens and dots");
        }
        String gender = document.text("gender").orElse("unknown");
        if (!GENDERS.contains(gender)) {
            throw document.invalid("gender", "must be female, male, other or unknown");
        }
        return new FhirPatient(
                id,
                document.requiredText("family"),
                document.requiredText("given"),
                gender,
                time(document, "birthDate", document.requiredText("birthDate"), LocalDate::parse, "1984-03-09"),
                time(
                        document,
                        "lastUpdated",
                        document.text("lastUpdated").orElse("2026-01-01T00:00:00Z"),
                        Instant::parse,
                        "2026-02-01T09:00:00Z"));
    }

    private static <T> T time(
            JsonDocument document, String name, String text, Function<String, T> parser, String example) {
        try {
            return parser.apply(text);
        } catch (DateTimeException e) {
            throw document.invalid(name, "must look like " + example);
        }
    }

    private static ManagedDevices.Resource device(JsonDocument document, int index) {
        List<String> members = new ArrayList<>(List.of("serialNumber", SERVER));
        members.addAll(ATTRIBUTES);
        document.only(members.toArray(String[]::new));
        String serialNumber = document.requiredText("serialNumber");
        if (!SERIAL_NUMBER.matcher(serialNumber).matches()) {
            throw document.invalid("serialNumber", "must have at most 32 letters and digits");
        }
        Optional<String> server = document.text(SERVER)
                .map(name -> ManagedDevices.serverNamed(name)
                        .orElseThrow(() -> document.invalid(SERVER, "must be " + ManagedDevices.SERVER_NAMES)));
        Map<String, @Nullable Object> attributes =
                new LinkedHashMap<>(ManagedDevices.example(index).attributes());
        attributes.put("serialNumber", serialNumber);
        ATTRIBUTES.forEach(name -> document.text(name).ifPresent(value -> attributes.put(name, value)));
        return new ManagedDevices.Resource(serialNumber, attributes, server).assignedTo(server.orElse(null));
    }
}
