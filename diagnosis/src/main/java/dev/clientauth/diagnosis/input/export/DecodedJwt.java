// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.export;

import dev.clientauth.diagnosis.input.part.Names;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Field;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads the header and the payload of a JWT, as libraries and web pages show them. */
public final class DecodedJwt {
    private static final Set<String> STRONG = Set.of("alg", "kid", "x5t", "x5t#S256", "x5c", "jku");
    private static final int FEWEST_CLAIMS = 2;

    private DecodedJwt() {}

    /** Returns whether an object is the header of a JWT. */
    static boolean isHeader(Tree tree) {
        return tree.isObject()
                && tree.hasAny(STRONG)
                && !tree.has("kty")
                && !tree.hasAny(Names.CLAIMS)
                && !tree.hasAny(Names.PARAMETERS)
                && !tree.hasAny(Set.of("url", "method", "headers", "status"));
    }

    /** Returns whether an object is the payload of a JWT. */
    static boolean isPayload(Tree tree) {
        long claims = tree.members().stream()
                .filter(m -> Names.CLAIMS.contains(m.name()))
                .count();
        boolean isWhole = claims == 1 && tree.members().size() <= 2;
        return tree.isObject()
                && (claims >= FEWEST_CLAIMS || isWhole)
                && !tree.hasAny(Set.of("grant_type", "client_assertion"));
    }

    /** Adds them to a request. */
    public static void read(@Nullable Tree header, Tree claims, String source, RequestCollector into) {
        if (header == null) {
            List.of("alg", "kid", "typ").forEach(name -> into.leftOut(Field.header(name)));
        }
        into.note((header == null ? "This is the payload of a JWT alone" : "These are the header and payload of a JWT")
                + ": paste the signed JWT to have its form and signature checked too.");
        into.assertion(DecodedAssertion.unsigned(
                header == null ? Map.of() : members(header, Field::header, source, into),
                members(claims, Field::claim, source, into)));
    }

    private static Map<String, @Nullable Object> members(
            Tree object, Function<String, Field> field, String source, RequestCollector into) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Tree.Member member : object.members()) {
            Object value = member.value().value(source);
            members.put(member.name(), value);
            if (value instanceof String text) {
                into.inspect(field.apply(member.name()), text);
            }
        }
        return members;
    }
}
