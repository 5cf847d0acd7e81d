package io.sharq.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Item 2: tokens that must not pass, next to ones that must. */
// The library that reads the tokens speaks of instants in the old class.
@SuppressWarnings("JavaUtilDate")
final class SignedTokensTest {
    private static final Date LONG_PAST = Date.from(Instant.ofEpochSecond(1_000_000_000L));
    private static final Date FAR = Date.from(Instant.ofEpochSecond(4_000_000_000L));

    private final RSAKey rsa = new RSAKeyGenerator(2_048).keyID("rsa").generate();
    private final ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    private final RSAKey attacker = new RSAKeyGenerator(2_048).keyID("rsa").generate();
    private final OctetSequenceKey shared =
            new OctetSequenceKeyGenerator(256).keyID("shared").generate();
    private final SignedTokens tokens =
            SignedTokens.parse("jwks", new JWKSet(List.of(rsa, ec, shared)).toString(false), "https://issuer", "sharq");

    SignedTokensTest() throws JOSEException {}

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("billing")
                .issuer("https://issuer")
                .audience("sharq")
                .expirationTime(FAR)
                .claim("roles", List.of("produce", "consume"));
    }

    private static JWTClaimsSet with(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = claims();
        change.accept(claims);
        return claims.build();
    }

    private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private String good(JWTClaimsSet claims) throws JOSEException {
        return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build(), claims, new RSASSASigner(rsa));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void goodOnesPass() throws JOSEException {
        Principal principal = tokens.find(
                        good(claims().claim("queue_types", "sms,call-*").build()))
                .orElseThrow()
                .principal();
        assertThat(principal.name()).isEqualTo("billing");
        assertThat(principal.roles()).isEqualTo(Set.of(Role.PRODUCE, Role.CONSUME));
        assertThat(principal.types().include("call-1")).isTrue();
        assertThat(principal.types().include("mail")).isFalse();
        assertThat(tokens.find(sign(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(),
                        claims().build(),
                        new ECDSASigner(ec))))
                .isPresent();
        assertThat(tokens.find(sign(
                        new JWSHeader.Builder(JWSAlgorithm.PS256)
                                .keyID("rsa")
                                .type(new JOSEObjectType("at+jwt"))
                                .build(),
                        with(claims -> claims.audience(List.of("other", "sharq"))),
                        new RSASSASigner(rsa))))
                .isPresent();
    }

    private Map<String, String> corpus() throws JOSEException {
        Map<String, String> corpus = new LinkedHashMap<>();
        String good = good(claims().build());
        int payload = good.indexOf('.') + 1;
        int signature = good.lastIndexOf('.') + 1;
        JWSHeader.Builder rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256);

        corpus.put("alg none", new PlainJWT(claims().build()).serialize());
        corpus.put("alg None", base64("{\"alg\":\"None\"}") + "." + good.substring(payload, signature));
        corpus.put("no alg", base64("{\"kid\":\"rsa\"}") + "." + good.substring(payload));
        corpus.put("alg none, signature kept", base64("{\"alg\":\"none\"}") + "." + good.substring(payload));
        byte[] publicKey = rsa.toRSAPublicKey().getEncoded();
        corpus.put(
                "HS256 with the public key",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
                        claims().build(),
                        new MACSigner(publicKey)));
        corpus.put(
                "HS256 with the public key's modulus",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
                        claims().build(),
                        new MACSigner(rsa.getModulus().decode())));
        corpus.put(
                "HS256 with a shared key of the file",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .keyID("shared")
                                .build(),
                        claims().build(),
                        new MACSigner(shared)));
        corpus.put("another's key", sign(rs256.keyID("rsa").build(), claims().build(), new RSASSASigner(attacker)));
        corpus.put(
                "an unknown key id", sign(rs256.keyID("else").build(), claims().build(), new RSASSASigner(attacker)));
        corpus.put(
                "no key id, another's key",
                sign(new JWSHeader(JWSAlgorithm.RS256), claims().build(), new RSASSASigner(attacker)));
        corpus.put(
                "RS256 that names the EC key",
                sign(rs256.keyID("ec").build(), claims().build(), new RSASSASigner(rsa)));
        corpus.put(
                "ES256 that names the RSA key",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("rsa").build(),
                        claims().build(),
                        new ECDSASigner(ec)));
        corpus.put(
                "jku",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("rsa")
                                .jwkURL(URI.create("http://127.0.0.1:9/keys"))
                                .build(),
                        claims().build(),
                        new RSASSASigner(attacker)));
        corpus.put(
                "x5u",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("rsa")
                                .x509CertURL(URI.create("http://127.0.0.1:9/cert"))
                                .build(),
                        claims().build(),
                        new RSASSASigner(attacker)));
        corpus.put(
                "jwk",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("rsa")
                                .jwk(attacker.toPublicJWK())
                                .build(),
                        claims().build(),
                        new RSASSASigner(attacker)));
        corpus.put(
                "a critical header that is not known",
                base64("{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[\"x\"],\"x\":1}") + "." + good.substring(payload));
        corpus.put(
                "another type",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("rsa")
                                .type(new JOSEObjectType("logout+jwt"))
                                .build(),
                        claims().build(),
                        new RSASSASigner(rsa)));

        corpus.put("expired", good(with(claims -> claims.expirationTime(LONG_PAST))));
        corpus.put("not yet valid", good(with(claims -> claims.notBeforeTime(FAR))));
        corpus.put("no exp", good(with(claims -> claims.expirationTime(null))));
        corpus.put("exp that is text", good(with(claims -> claims.claim("exp", "never"))));
        corpus.put("another audience", good(with(claims -> claims.audience("else"))));
        corpus.put("no audience", good(with(claims -> claims.audience((String) null))));
        corpus.put("another issuer", good(with(claims -> claims.issuer("https://issuer.evil"))));
        corpus.put("no issuer", good(with(claims -> claims.issuer(null))));
        corpus.put("no roles", good(with(claims -> claims.claim("roles", null))));
        corpus.put("empty roles", good(with(claims -> claims.claim("roles", List.of()))));
        corpus.put("roles that are text", good(with(claims -> claims.claim("roles", "produce"))));
        corpus.put("a role that is not known", good(with(claims -> claims.claim("roles", List.of("produce", "root")))));
        corpus.put("roles that are numbers", good(with(claims -> claims.claim("roles", List.of(1)))));
        corpus.put("no subject", good(with(claims -> claims.subject(null))));
        corpus.put("an empty subject", good(with(claims -> claims.subject(""))));
        corpus.put("a pattern with a fault", good(with(claims -> claims.claim("queue_types", "a*b"))));
        corpus.put("patterns in a list", good(with(claims -> claims.claim("queue_types", List.of("sms")))));
        corpus.put("null roles", signed("\"roles\":null,\"sub\":\"billing\""));
        corpus.put("a null subject", signed("\"roles\":[\"admin\"],\"sub\":null"));
        corpus.put("null in the roles", signed("\"roles\":[null],\"sub\":\"billing\""));

        String more = base64(claims().claim("roles", List.of("admin")).build().toString());
        corpus.put("a changed payload", good.substring(0, payload) + more + good.substring(signature - 1));
        corpus.put("no signature", good.substring(0, signature));
        corpus.put("half a signature", good.substring(0, signature + 20));
        corpus.put("two parts", good.substring(0, signature - 1));
        corpus.put("four parts", good + ".x");
        corpus.put("five parts", good + ".x.y");
        corpus.put("nothing", "");
        corpus.put("points", "..");
        corpus.put("no base 64", "%%%.%%%.%%%");
        corpus.put("a long one", "a".repeat(15_000));
        return corpus;
    }

    /** With claims that a builder would not write. */
    private String signed(String rest) throws JOSEException {
        com.nimbusds.jose.JWSObject token = new com.nimbusds.jose.JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build(),
                new com.nimbusds.jose.Payload(
                        "{\"iss\":\"https://issuer\",\"aud\":\"sharq\",\"exp\":4000000000," + rest + "}"));
        token.sign(new RSASSASigner(rsa));
        return token.serialize();
    }

    @Test
    void badOnesDoNot() throws JOSEException {
        assertAll(corpus().entrySet().stream()
                .map(entry -> () -> assertThat(tokens.find(entry.getValue()))
                        .as(entry.getKey())
                        .isEmpty()));
    }
}
