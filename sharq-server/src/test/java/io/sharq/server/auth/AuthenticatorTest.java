package io.sharq.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sharq.redis.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Item 3: who guesses locks out nobody. The clocks are the test's own: a second passes when it says so. */
// The library that writes the tokens speaks of instants in the old class.
@SuppressWarnings("JavaUtilDate")
final class AuthenticatorTest {
    private static final String GUESSER = "127.0.0.2";
    private static final String OTHER = "127.0.0.3";

    /** Of "open sesame é" with 5000 rounds, which take milliseconds. */
    private static final String HASH =
            "$6$saltsalt$G/tqHUCGnB1uEPvpcCCz9fXgRWrhxgT611CW0c65CfKVtNEnjb9zomdG7mYzwUWq6NH0gsV258OHTeQBgPqSr/";

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final ECKey key = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();

    AuthenticatorTest() throws JOSEException {}

    private Authenticator authenticator() throws IOException {
        Path users = Files.writeString(folder.resolve("users"), "eve:" + HASH + "\n");
        Path keys = Files.writeString(folder.resolve("keys"), new JWKSet(key).toString());
        return new Authenticator(
                new AuthSettings(
                        Optional.of(users),
                        Set.of(Role.CONSUME),
                        Optional.empty(),
                        Optional.of(new AuthSettings.Jwt(keys, "https://issuer", "sharq"))),
                now::get,
                nanos::get);
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("eve:" + password).getBytes(StandardCharsets.UTF_8));
    }

    private String bearer(Instant expires) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(),
                new JWTClaimsSet.Builder()
                        .issuer("https://issuer")
                        .audience("sharq")
                        .subject("billing")
                        .claim("roles", List.of("produce"))
                        .expirationTime(Date.from(expires))
                        .build());
        token.sign(new ECDSASigner(key));
        return "Bearer " + token.serialize();
    }

    private static Verdict verdict(CompletionStage<Verdict> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static List<Verdict> crowd(Authenticator authenticator, int size, String address) {
        List<CompletionStage<Verdict>> crowd = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            crowd.add(authenticator.authenticate(basic("guess-" + i), address));
        }
        return crowd.stream().map(AuthenticatorTest::verdict).toList();
    }

    @Test
    void aCrowdOfWrongPasswordsDelaysNoUserOfAnotherAddress() throws IOException, JOSEException {
        try (Authenticator authenticator = authenticator()) {
            List<CompletionStage<Verdict>> crowd = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                crowd.add(authenticator.authenticate(basic("guess-" + i), GUESSER));
            }
            assertThat(verdict(authenticator.authenticate(basic("open sesame \u00e9"), OTHER)))
                    .isInstanceOf(Verdict.Known.class);
            assertThat(verdict(authenticator.authenticate(bearer(now.get().plusSeconds(600)), GUESSER)))
                    .isInstanceOf(Verdict.Known.class);
            List<Verdict> verdicts =
                    crowd.stream().map(AuthenticatorTest::verdict).toList();
            assertThat(verdicts).filteredOn(Verdict.Refused.class::isInstance).hasSize(10);
            assertThat(verdicts).filteredOn(Verdict.Busy.class::isInstance).hasSize(990);
        }
    }

    @Test
    void anAddressHasFiveMoreFailuresEachSecondAndNoMoreThanTenAtOnce() throws IOException {
        try (Authenticator authenticator = authenticator()) {
            assertThat(crowd(authenticator, 20, GUESSER))
                    .filteredOn(Verdict.Refused.class::isInstance)
                    .hasSize(10);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(crowd(authenticator, 20, GUESSER))
                    .filteredOn(Verdict.Refused.class::isInstance)
                    .hasSize(5);
            nanos.addAndGet(Duration.ofSeconds(50).toNanos());
            assertThat(crowd(authenticator, 20, GUESSER))
                    .filteredOn(Verdict.Refused.class::isInstance)
                    .hasSize(10);
        }
    }

    /** A network of IPv6 is one client's: its addresses are too many to count one by one. */
    @Test
    void aNetworkOfIpv6IsOneAddress() throws IOException {
        try (Authenticator authenticator = authenticator()) {
            int refused = 0;
            for (int i = 1; i <= 20; i++) {
                Verdict verdict = verdict(authenticator.authenticate(basic("guess-" + i), "2001:db8:1:2:0:0:0:" + i));
                refused += verdict instanceof Verdict.Refused ? 1 : 0;
            }
            assertThat(refused).isEqualTo(10);
            assertThat(verdict(authenticator.authenticate(basic("x"), "2001:db8:1:3:0:0:0:1")))
                    .isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void manyThatSendTheSameRightPasswordAtOnceAreOneCheck() throws IOException {
        try (Authenticator authenticator = authenticator()) {
            List<CompletionStage<Verdict>> workers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                workers.add(authenticator.authenticate(basic("open sesame \u00e9"), OTHER));
            }
            assertThat(workers.stream().map(AuthenticatorTest::verdict)).allMatch(Verdict.Known.class::isInstance);
        }
    }

    /** An address that has used up its checks tells what is remembered from what is checked anew. */
    @Test
    void aSignedTokenIsRememberedUntilItExpiresAndNoLonger() throws IOException, JOSEException {
        try (Authenticator authenticator = authenticator()) {
            String token = bearer(now.get().plusSeconds(600));
            assertThat(verdict(authenticator.authenticate(token, GUESSER))).isInstanceOf(Verdict.Known.class);
            for (int i = 0; i < 100; i++) {
                assertThat(verdict(authenticator.authenticate("Bearer wrong." + i, GUESSER)))
                        .isInstanceOf(Verdict.Refused.class);
            }
            assertThat(verdict(authenticator.authenticate("Bearer wrong", GUESSER)))
                    .isInstanceOf(Verdict.Busy.class);
            now.set(now.get().plusSeconds(590));
            assertThat(verdict(authenticator.authenticate(token, GUESSER))).isInstanceOf(Verdict.Known.class);
            now.set(now.get().plusSeconds(11));
            assertThat(verdict(authenticator.authenticate(token, GUESSER))).isInstanceOf(Verdict.Busy.class);
            authenticator.reload();
            assertThat(verdict(authenticator.authenticate(token, OTHER))).isInstanceOf(Verdict.Known.class);
        }
    }
}
