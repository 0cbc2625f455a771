// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.profile.text.EndpointUrls;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Compares a field with its fixed value.
 *
 * @param field the field
 * @param right the fixed value
 * @param accepted other values that the provider accepts
 * @param mayBeAbsent whether the provider accepts a request without the field
 */
record FixedValue(Field field, Fact<String> right, List<String> accepted, boolean mayBeAbsent)
        implements Function<RuleContext, Verdict> {
    private static final Set<Field.Part> WHOLES =
            Set.of(Field.Part.ASSERTION, Field.Part.SIGNATURE, Field.Part.REQUEST);

    FixedValue {
        if (WHOLES.contains(field.part())) {
            throw new IllegalArgumentException(
                    "fixed(…) requires a field with a single value, which is not the case for the " + field + ".");
        }
    }

    @Override
    public Verdict apply(RuleContext context) {
        return Verdicts.from(place(context), members -> {
            String name = name();
            if (mayBeAbsent && !members.containsKey(name)) {
                return Verdict.satisfied();
            }
            Object observed = single(members.get(name));
            FactValue<String> expected = right.in(context);
            if (!(observed instanceof String) && expected instanceof FactValue.Missing<String> missing) {
                return Verdict.broken(observed(observed, ""), missing.what());
            }
            return Verdicts.from(expected, value -> compare(observed, value));
        });
    }

    /**
     * An audience may be an array with one element (RFC 7519 section 4.1.3); a separate rule says whether the provider
     * accepts it.
     */
    private @Nullable Object single(@Nullable Object observed) {
        boolean isAudience = field.equals(Field.claim("aud"));
        return isAudience && observed instanceof List<?> all && all.size() == 1 && all.get(0) instanceof String
                ? all.get(0)
                : observed;
    }

    private Verdict compare(@Nullable Object observed, String value) {
        if (isSame(observed, value) || accepted.stream().anyMatch(other -> isSame(observed, other))) {
            return Verdict.satisfied();
        }
        String expected = Redactor.quoted(value);
        if (!accepted.isEmpty()) {
            expected += " (or "
                    + String.join(", ", accepted.stream().map(Redactor::quoted).toList()) + ")";
        }
        return Verdict.broken(observed(observed, value), expected);
    }

    /** Compares the text; for the endpoint, compares URLs. An audience is always compared as text. */
    private boolean isSame(@Nullable Object observed, String value) {
        return value.equals(observed)
                || (field.part() == Field.Part.ENDPOINT
                        && observed instanceof String url
                        && EndpointUrls.isSamePlace(URI.create(url), URI.create(value)));
    }

    private String observed(@Nullable Object observed, String expected) {
        return observed == null ? "absent" : shown(observed) + difference(observed, expected);
    }

    private String name() {
        return field.part() == Field.Part.HTTP_HEADER ? field.name().toLowerCase(Locale.ROOT) : field.name();
    }

    private String shown(Object observed) {
        return switch (field.part()) {
            case PARAMETER -> Redactor.parameter(field.name(), observed.toString());
            case HTTP_HEADER -> Redactor.httpHeader(name(), observed.toString());
            case ENDPOINT -> {
                URI url = URI.create(observed.toString());
                yield Redactor.endpoint(url)
                        + (url.getRawUserInfo() == null ? "" : ", with a user name before the host");
            }
            default -> Redactor.member(observed);
        };
    }

    private static String difference(Object observed, String expected) {
        if (!(observed instanceof String text)) {
            return observed instanceof List ? ", an array instead of one string" : "";
        }
        if (text.isEmpty()) {
            return ", which is empty";
        }
        if ((text + "/").equals(expected) || text.equals(expected + "/")) {
            return ", which differs by a trailing slash";
        }
        if (text.strip().equals(expected)) {
            return ", with white space around it";
        }
        return text.toLowerCase(Locale.ROOT).equals(expected.toLowerCase(Locale.ROOT))
                ? ", which differs in upper and lower case"
                : "";
    }

    /** Returns the members of the part of the request that contains the field. */
    private FactValue<? extends Map<String, @Nullable Object>> place(RuleContext context) {
        return switch (field.part()) {
            case HEADER -> context.header();
            case CLAIM -> context.claims();
            case PARAMETER -> context.parameters().map(FixedValue::firstByName);
            case HTTP_HEADER -> context.headers().map(FixedValue::byName);
            case METHOD -> context.method().map(FixedValue::nameless);
            case ENDPOINT ->
                context.endpoint()
                        .map(EndpointUrls::withoutQuery)
                        .map(URI::toString)
                        .map(FixedValue::nameless);
            case ASSERTION, SIGNATURE, REQUEST ->
                throw new IllegalStateException(
                        "fixed(…) requires a field with a single value, which is not the case for the " + field + ".");
        };
    }

    private static Map<String, @Nullable Object> firstByName(List<TokenRequest.Parameter> parameters) {
        Map<String, @Nullable Object> byName = new HashMap<>();
        parameters.forEach(parameter -> byName.putIfAbsent(parameter.name(), parameter.value()));
        return byName;
    }

    private static Map<String, @Nullable Object> byName(Map<String, String> headers) {
        Map<String, @Nullable Object> byName = new HashMap<>();
        headers.forEach(byName::put);
        return byName;
    }

    private static Map<String, @Nullable Object> nameless(String value) {
        return Map.of("", value);
    }
}
