// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.text.Markup;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a FHIR resource, given as its JSON members, as XML (https://hl7.org/fhir/R4/xml.html). */
final class FhirXml {
    private static final String TYPE = "resourceType";
    private static final Markup DECLARATION = new Markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");

    private FhirXml() {}

    /** Returns the document. Members keep their order, which must be that of the definition. */
    static String of(Map<String, ?> resource) {
        String type = String.valueOf(resource.get(TYPE));
        Markup root = Markup.of("<{} xmlns=\"http://hl7.org/fhir\">{}</{}>", type, children(resource), type);
        return DECLARATION.html() + root.html();
    }

    private static Markup children(Map<?, ?> members) {
        List<Markup> elements = new ArrayList<>();
        boolean isExtension = members.containsKey("url") && !members.containsKey(TYPE) && isExtension(members);
        members.forEach((name, value) -> {
            if (!name.equals(TYPE) && !(isExtension && name.equals("url"))) {
                elements.add(element(String.valueOf(name), value));
            }
        });
        return Markup.join(elements);
    }

    private static Markup element(String name, @Nullable Object value) {
        if (value instanceof List<?> several) {
            return Markup.join(several.stream().map(one -> element(name, one)).toList());
        }
        if (!(value instanceof Map<?, ?> members)) {
            return Markup.of("<{} value=\"{}\"/>", name, String.valueOf(value));
        }
        if (members.get(TYPE) instanceof String type) {
            return Markup.of("<{}><{}>{}</{}></{}>", name, type, children(members), type, name);
        }
        Markup url = isExtension(members) ? Markup.of(" url=\"{}\"", String.valueOf(members.get("url"))) : Markup.NONE;
        return Markup.of("<{}{}>{}</{}>", name, url, children(members), name);
    }

    /** The {@code url} of an extension is an attribute; elsewhere it is an element. */
    private static boolean isExtension(Map<?, ?> members) {
        return members.containsKey("url")
                && members.keySet().stream()
                        .map(String::valueOf)
                        .anyMatch(name -> name.equals("extension") || name.startsWith("value"));
    }
}
