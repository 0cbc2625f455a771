// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.CurveBasedJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.RSAKey;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.Redactor;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Rules about the JOSE header that several providers share. */
public final class HeaderRules {
    private static final String CLIENT_AUTHENTICATION = "client-authentication+jwt";
    private static final Set<String> KEY_HEADERS = Set.of("kid", "x5t", "x5t#S256", "x5c", "jwk");

    private HeaderRules() {}

    /** {@code alg}: one of these. */
    public static Rule algorithm(List<JWSAlgorithm> allowed, Citation source) {
        String names =
                String.join(", ", allowed.stream().map(JWSAlgorithm::getName).toList());
        return Rule.must("alg")
                .about(Field.header("alg"))
                .states("The header's alg is " + (allowed.size() == 1 ? names : "one of " + names) + ".")
                .remedy("Sign with " + names.replaceFirst(", (?=[^,]*$)", " or ") + " and set alg accordingly.")
                .source(source)
                .check(Facts.header(), header -> {
                    Object alg = header.get("alg");
                    return Verdict.satisfiedIf(
                            alg instanceof String name && allowed.contains(JWSAlgorithm.parse(name)),
                            alg == null ? "absent" : Redactor.member(alg),
                            names);
                });
    }

    /** {@code alg} belongs to the type and curve of the registered key (RFC 7518 sections 3.3 to 3.5). */
    public static Rule algorithmFitsKey(Citation source) {
        return Rule.must("alg.fits-key")
                .about(Field.header("alg"))
                .states("The algorithm matches the type and curve of the registered key.")
                .remedy(
                        "Use ES256 with P-256, ES384 with P-384, ES512 with P-521, EdDSA with Ed25519, RS… and PS… with RSA"
                                + " keys; or register the public key that belongs to the signing key.")
                .source(source)
                .check(
                        Facts.algorithm(),
                        Facts.publicKey(),
                        (alg, key) -> Verdict.satisfiedIf(
                                fits(alg, key), Redactor.quoted(alg.getName()), "an algorithm for " + kind(key)));
    }

    /** A registered RSA key is long enough (RFC 7518 sections 3.3 and 3.5). */
    public static Rule rsaKeyOf(int bits, Citation source) {
        return Rule.must("key.rsa-" + bits)
                .about(Field.SIGNATURE)
                .states("A registered RSA key has at least " + bits + " bits.")
                .remedy("Generate an RSA key of at least " + bits + " bits, or an EC key, and register its public key.")
                .source(source)
                .check(
                        Facts.publicKey(),
                        key -> key instanceof RSAKey rsa
                                ? Verdict.satisfiedIf(rsa.size() >= bits, rsa.size() + " bits", bits + " bits or more")
                                : new Verdict.NotApplicable("the registered key is not an RSA key"));
    }

    static boolean fits(JWSAlgorithm alg, JWK key) {
        if (JWSAlgorithm.Family.RSA.contains(alg)) {
            return key.getKeyType().equals(KeyType.RSA);
        }
        Set<Curve> curves = Curve.forJWSAlgorithm(alg);
        return curves != null && key instanceof CurveBasedJWK ec && curves.contains(ec.getCurve());
    }

    private static String kind(JWK key) {
        return key instanceof CurveBasedJWK ec
                ? "the registered " + ec.getCurve().getName() + " key"
                : "the registered " + key.getKeyType().getValue() + " key";
    }

    /** {@code typ}: this value is written and required. */
    public static Rule type(String value, Citation source) {
        return Rule.must("typ")
                .about(Field.header("typ"))
                .states("The header's typ is \"" + value + "\".")
                .remedy("Set typ to \"" + value + "\"; many JWT libraries omit it by default.")
                .source(source)
                .fixed(value);
    }

    /** {@code typ}: {@code client-authentication+jwt} is written; this value, or none, is accepted too. */
    public static Rule clientAuthenticationTypeOr(String other, Citation source) {
        return Rule.must("typ")
                .about(Field.header("typ"))
                .states("The header's typ, if present, is \"" + CLIENT_AUTHENTICATION + "\" or \"" + other + "\".")
                .remedy("Set typ to \"" + CLIENT_AUTHENTICATION + "\".")
                .source(source)
                .mayBeAbsent()
                .fixed(CLIENT_AUTHENTICATION, other);
    }

    /** {@code typ} is this value. */
    public static Rule typeIs(String value, Citation source) {
        return Rule.must("typ." + value.replace('+', '-'))
                .about(Field.header("typ"))
                .states("The header's typ is \"" + value + "\".")
                .remedy("Set typ to \"" + value + "\".")
                .source(source)
                .check(Facts.header(), header -> {
                    Object typ = header.get("typ");
                    return Verdict.satisfiedIf(
                            value.equals(typ), typ == null ? "absent" : Redactor.member(typ), Redactor.quoted(value));
                });
    }

    /** {@code typ}: the first value is written; the accepted ones, and none, are accepted too. */
    public static Rule typeOrNone(Level level, String value, Citation source, String... accepted) {
        return Rule.of(level, "typ")
                .about(Field.header("typ"))
                .states("The header's typ, if present, is " + Rules.oneOf(value, accepted) + ".")
                .remedy("Set typ to \"" + value + "\", or omit it.")
                .source(source)
                .mayBeAbsent()
                .fixed(value, accepted);
    }

    /** {@code typ}: absent, or one of these values. */
    public static Rule typeIfPresent(List<String> allowed, Citation source) {
        return typeIfPresent(Level.MUST, allowed, source);
    }

    /** {@code typ}: absent, or one of these values. */
    public static Rule typeIfPresent(Level level, List<String> allowed, Citation source) {
        return Rule.of(level, "typ")
                .about(Field.header("typ"))
                .states("The header's typ is absent or \"" + String.join("\" or \"", allowed) + "\".")
                .remedy("Omit typ, or set it to \"" + allowed.get(0) + "\".")
                .source(source)
                .check(
                        Facts.header(),
                        header -> Verdict.satisfiedIf(
                                !header.containsKey("typ")
                                        || (header.get("typ") instanceof String typ && allowed.contains(typ)),
                                Redactor.member(header.get("typ")),
                                "\"" + allowed.get(0) + "\", or none"));
    }

    /** {@code kid}: the id under which the public key is registered. Below {@link Level#MUST}, written if it is known. */
    public static Rule keyId(Level level, Citation source) {
        return Rule.of(level, "kid")
                .about(Field.header("kid"))
                .states("The header's kid is the id under which the public key is registered.")
                .remedy("Set kid to the key id that the provider displays for this key.")
                .source(source)
                .fixed(Facts.keyId(), SignatureSource::aside);
    }

    /** {@code kid}, if present, is the id under which the public key is registered. Written if it is known. */
    public static Rule keyIdIfPresent(Citation source) {
        return Rule.of(Level.SHOULD, "kid")
                .about(Field.header("kid"))
                .states("The header's kid, if present, is the id under which the public key is registered.")
                .remedy("Set kid to the id under which the key is registered.")
                .source(source)
                .mayBeAbsent()
                .fixed(Facts.keyId(), SignatureSource::aside);
    }

    /** {@code kid} is present, or another header that names the key. */
    public static Rule keyIdPresent(Citation source) {
        return Rule.must("kid.present")
                .about(Field.header("kid"))
                .states("The header names the key: kid, or a certificate header.")
                .remedy("Set kid to the id under which the key is registered.")
                .source(source)
                .check(
                        Facts.header(),
                        header -> Verdict.satisfiedIf(
                                header.keySet().stream().anyMatch(KEY_HEADERS::contains), "no kid", "a kid"));
    }

    /** {@code x5t#S256} is the thumbprint of the registered certificate; another header that names the key may take its place. */
    public static Rule certificateThumbprint(Citation source) {
        return thumbprint("in base64url", source)
                .fixed(
                        Facts.certificateThumbprint(),
                        (context, right) -> certificateHeader("x5t#S256", context, right));
    }

    /** The same for servers that also accept base64 with padding. The library writes base64url. */
    public static Rule certificateThumbprintInAnyBase64(Citation source) {
        return thumbprint("in base64url or base64", source)
                .fixed(
                        Facts.certificateThumbprint(),
                        (context, right) -> certificateHeader("x5t#S256", context, right, HeaderRules::base64Url));
    }

    private static Rule.Builder thumbprint(String encoding, Citation source) {
        return Rule.must("x5t-s256")
                .about(Field.header("x5t#S256"))
                .states("The header's x5t#S256 is the SHA-256 thumbprint of the registered certificate, " + encoding
                        + ".")
                .remedy("Set x5t#S256 to the base64url of the SHA-256 hash of the certificate in DER.")
                .source(source);
    }

    private static Object base64Url(Object sent) {
        return sent instanceof String text
                ? text.replace('+', '-').replace('/', '_').replaceFirst("=$", "")
                : sent;
    }

    /** {@code x5t} is the SHA-1 thumbprint of the registered certificate; another header that names the key may take its place. */
    public static Rule certificateSha1Thumbprint(Citation source) {
        return Rule.must("x5t")
                .about(Field.header("x5t"))
                .states("The header's x5t is the SHA-1 thumbprint of the registered certificate, in base64url.")
                .remedy("Set x5t to the base64url of the SHA-1 hash of the certificate in DER.")
                .source(source)
                .fixed(Facts.certificateSha1Thumbprint(), (context, right) -> certificateHeader("x5t", context, right));
    }

    /**
     * {@code x5c} begins with the certificate of the signing key; another header that names the key may take its place. The
     * library writes an array with this one certificate.
     */
    public static Rule certificate(Citation source) {
        return Rule.must("x5c")
                .about(Field.header("x5c"))
                .states("The header's x5c is an array that begins with the certificate of the signing key.")
                .remedy("Set x5c to an array of certificates, that of the signing key first, each DER in base64.")
                .source(source)
                .fixed(Facts.certificate(), (context, right) -> certificateHeader("x5c", context, right));
    }

    private static Verdict certificateHeader(String name, RuleContext context, String right) {
        return certificateHeader(name, context, right, UnaryOperator.identity());
    }

    private static Verdict certificateHeader(
            String name, RuleContext context, String right, UnaryOperator<Object> normalized) {
        return Verdict.of(context.header(), header -> {
            Object sent = header.get(name);
            boolean isNamedOtherwise = sent == null && header.keySet().stream().anyMatch(KEY_HEADERS::contains);
            Object first =
                    name.equals("x5c") && sent instanceof List<?> chain && !chain.isEmpty() ? chain.get(0) : sent;
            return Verdict.satisfiedIf(
                    isNamedOtherwise
                            || (first != null
                                    && right.equals(normalized.apply(first))
                                    && (sent instanceof List) == name.equals("x5c")),
                    sent == null ? "absent" : Redactor.member(sent),
                    Redactor.quoted(right));
        });
    }

    /** {@code kid} itself is present: a certificate header does not name a registered key. */
    public static Rule keyIdOfRegisteredKey(Citation source) {
        return Rule.must("kid.present")
                .about(Field.header("kid"))
                .states("The header's kid is the id of the client's registered key.")
                .remedy("Set kid to the id under which the key is registered.")
                .source(source)
                .check(
                        Facts.header(),
                        header -> Verdict.satisfiedIf(
                                header.containsKey("kid"),
                                header.containsKey("x5c") ? "no kid, only a certificate (x5c)" : "no kid",
                                "a kid"));
    }

    /** {@code alg} is one that every server of this standard has to support. */
    public static Rule algorithmIsGuaranteed(List<JWSAlgorithm> guaranteed, Citation source) {
        String names = String.join(
                " or ", guaranteed.stream().map(JWSAlgorithm::getName).toList());
        return Rule.should("alg.guaranteed")
                .about(Field.header("alg"))
                .states("The header's alg is " + names + ", which every server supports.")
                .remedy("Sign with " + names + " unless the server's metadata lists another algorithm.")
                .source(source)
                .check(
                        Facts.algorithm(),
                        alg -> Verdict.satisfiedIf(guaranteed.contains(alg), Redactor.quoted(alg.getName()), names));
    }

    /** {@code kid} has the provider's form. */
    public static Rule keyIdForm(String name, Pattern form, String description, Citation source) {
        return keyIdForm(Level.MUST, name, form, description, source);
    }

    /** {@code kid} has the provider's form. */
    public static Rule keyIdForm(Level level, String name, Pattern form, String description, Citation source) {
        return Rule.of(level, name)
                .about(Field.header("kid"))
                .states("The header's kid is " + description + ".")
                .remedy("Copy the Key ID from the provider's page; it is " + description + ".")
                .source(source)
                .check(
                        Facts.header("kid"),
                        kid -> Verdict.satisfiedIf(form.matcher(kid).matches(), Redactor.quoted(kid), description));
    }

    /** {@code jku}, if present, is the registered JWK Set URL. */
    public static Rule jwkSetUrlIfPresent(Citation source) {
        return Rule.must("jku")
                .about(Field.header("jku"))
                .states("The header's jku, if present, is the registered JWK Set URL.")
                .remedy("Omit jku, or set it to exactly the registered JWK Set URL.")
                .source(source)
                .check(
                        Facts.header("jku"),
                        Facts.jwkSetUrl(),
                        (jku, registered) -> Verdict.satisfiedIf(
                                jku.equals(registered.toString()),
                                Redactor.quoted(jku),
                                Redactor.quoted(registered.toString())));
    }

    /** The header has no other members than these. */
    public static Rule only(Set<String> allowed, Citation source) {
        return only(Level.MUST, allowed, source);
    }

    /** The header has no other members than these. */
    public static Rule only(Level level, Set<String> allowed, Citation source) {
        return Rule.of(level, "header.members")
                .about(Field.ASSERTION)
                .states("The header contains only " + String.join(", ", new TreeSet<>(allowed)) + ".")
                .remedy("Remove the other members; some JWT libraries add them by default.")
                .source(source)
                .check(Facts.header(), header -> onlyOf(header.keySet(), allowed::contains, allowed));
    }

    static Verdict onlyOf(Set<String> names, Predicate<String> allowed, Set<String> expected) {
        Set<String> others = new TreeSet<>(names);
        others.removeIf(allowed);
        return Verdict.satisfiedIf(
                others.isEmpty(),
                String.join(", ", others.stream().map(Redactor::quoted).toList()),
                "only " + String.join(", ", new TreeSet<>(expected)));
    }
}
