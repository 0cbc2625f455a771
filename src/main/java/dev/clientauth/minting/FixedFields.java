package dev.clientauth.minting;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Case;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Known;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Situation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the rules write into every assertion of a client, in the profile's order.
 *
 * @param header the members of the JOSE header
 * @param claims the claims
 */
record FixedFields(Map<String, Object> header, Map<String, Object> claims) {

    /** The fixed fields of this client's assertions. */
    static FixedFields of(Client client) {
        Map<String, Object> header = new LinkedHashMap<>();
        Map<String, Object> claims = new LinkedHashMap<>();
        header.put("alg", client.algorithm().getName());
        Case c = new Case(
                Attempt.builder().endpoint(client.tokenEndpoint()).build(),
                Situation.unknown().withRegistration(client.registration()));
        for (Rule rule : client.profile().rules()) {
            Field field = rule.field();
            if (rule.value(c) instanceof Known.Value<String> right) {
                if (field.part() == Field.Part.HEADER) {
                    header.put(field.name(), right.value());
                } else if (field.part() == Field.Part.CLAIM) {
                    claims.put(field.name(), right.value());
                }
            }
        }
        return new FixedFields(Collections.unmodifiableMap(header), Collections.unmodifiableMap(claims));
    }
}
