// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.JOSEException;
import dev.clientauth.key.SigningKey;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** One thing that is wrong with an assertion. */
enum AssertionFault {
    AUD_OTHER("`aud` is another server", a -> a.claims.put("aud", "https://other.example.com/token")),
    AUD_SLASH("`aud` has a slash too many", a -> a.claims.compute("aud", (name, aud) -> aud + "/")),
    AUD_ABSENT("`aud` is absent", a -> a.claims.remove("aud")),
    AUD_LIST("`aud` is an array with another server", a ->
            a.claims.compute("aud", (name, aud) -> List.of("https://other.example.com/token", aud))),
    ISS_OTHER("`iss` is another client", a -> a.claims.put("iss", "another")),
    ISS_ABSENT("`iss` is absent", a -> a.claims.remove("iss")),
    SUB_OTHER("`sub` is another client", a -> a.claims.put("sub", "another")),
    SUB_ABSENT("`sub` is absent", a -> a.claims.remove("sub")),
    EXP_PAST("`exp` is two minutes ago", a -> a.claimAt("exp", -120)),
    EXP_JUST_PAST("`exp` is 30 seconds ago", a -> a.claimAt("exp", -30)),
    EXP_LONG_PAST("`exp` is ten minutes ago", a -> a.claimAt("exp", -600)),
    EXP_ABSENT("`exp` is absent", a -> a.claims.remove("exp")),
    EXP_TEXT("`exp` is a string", a -> a.claims.compute("exp", (name, exp) -> exp.toString())),
    EXP_FAR("`exp` is in one day", a -> a.claimAt("exp", 86_400)),
    IAT_FUTURE("`iat` is in five minutes", a -> {
        a.claimAt("iat", 300);
        a.claimAt("exp", 360);
    }),
    IAT_ABSENT("`iat` is absent", a -> a.claims.remove("iat")),
    NBF_FUTURE("`nbf` is in 50 seconds", a -> a.claimAt("nbf", 50)),
    NBF_FAR("`nbf` is in ten minutes", a -> {
        a.claimAt("nbf", 600);
        a.claimAt("exp", 660);
    }),
    JTI_ABSENT("`jti` is absent", a -> a.claims.remove("jti")),
    JTI_USED("`jti` was used before", a -> {}),
    KEY_OTHER("signed with another key", a -> a.key = SigningKey.generate(JWSAlgorithm.ES256)),
    KID_OTHER("`kid` is unknown", a -> a.header.put("kid", "another")),
    ALG_NONE("`alg` is none, without a signature", a -> a.header.put("alg", "none"), a -> a.signed(new byte[0])),
    ALG_HS256("`alg` is HS256", a -> a.header.put("alg", "HS256")),
    CRIT("`crit` names an unknown extension", a -> {
        a.header.put("crit", List.of("urn:example:unknown"));
        a.header.put("urn:example:unknown", true);
    }),
    CRIT_ABSENT("`crit` names an extension that is absent", a -> a.header.put("crit", List.of("urn:example:unknown"))),
    CRIT_EMPTY("`crit` is an empty array", a -> a.header.put("crit", List.of())),
    CRIT_TEXT("`crit` is a string", a -> a.header.put("crit", "alg")),
    CRIT_STANDARD("`crit` names `alg`", a -> a.header.put("crit", List.of("alg"))),
    CRIT_B64("`crit` names `b64`, which is true", a -> {
        a.header.put("crit", List.of("b64"));
        a.header.put("b64", true);
    }),
    TYP_OTHER("`typ` is at+jwt", a -> a.header.put("typ", "at+jwt")),
    SIGNATURE_DER("signature in DER", a -> {}, AssertionFault::der),
    CLAIMS_CHANGED("claims changed after signing", a -> {}, a -> {
        String signed = a.signed();
        a.claims.put("jti", "changed");
        String changed = a.signed();
        return changed.substring(0, changed.lastIndexOf('.')) + signed.substring(signed.lastIndexOf('.'));
    });

    private final String description;
    private final Consumer<HandmadeAssertion> change;
    private final Function<HandmadeAssertion, String> signing;

    AssertionFault(String description, Consumer<HandmadeAssertion> change) {
        this(description, change, HandmadeAssertion::signed);
    }

    AssertionFault(
            String description, Consumer<HandmadeAssertion> change, Function<HandmadeAssertion, String> signing) {
        this.description = description;
        this.change = change;
        this.signing = signing;
    }

    String description() {
        return description;
    }

    /** Returns the assertion with this fault. */
    String in(HandmadeAssertion assertion) {
        change.accept(assertion);
        return signing.apply(assertion);
    }

    private static String der(HandmadeAssertion assertion) {
        String signed = assertion.signed();
        byte[] raw = assertion.key.sign(
                JWSAlgorithm.ES256, signed.substring(0, signed.lastIndexOf('.')).getBytes(US_ASCII));
        try {
            return assertion.signed(ECDSA.transcodeSignatureToDER(raw));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
