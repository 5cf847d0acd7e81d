package io.sharq.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items 2 and 3: the hashes were made by crypt(3) of libxcrypt and by OpenSSL. */
final class HtpasswdTest {
    private static final String PASSWORD = "open sesame \u00e9";
    private static final String BCRYPT = "$2y$04$abcdefghijklmnopqrstuuYnefArTTaAcjMVRMJulAd9zufLuJaBi";

    @ParameterizedTest
    @ValueSource(
            strings = {
                BCRYPT,
                "$apr1$saltsalt$RdEaCOl8cAiqqQluZWwPk0",
                "{SHA}pTaEeiBqmwViZ4a+3aUzSFhX9/U=",
                "$5$saltsalt$qpehCkrEop12I15fY997GtVS4e6Yahs9HBHFVmKpF7A",
                "$6$saltsalt$G/tqHUCGnB1uEPvpcCCz9fXgRWrhxgT611CW0c65CfKVtNEnjb9zomdG7mYzwUWq6NH0gsV258OHTeQBgPqSr/",
                "$6$rounds=1000$saltsalt$CFfpqcBGYzgQkyN5T1rvOP1PmK4D6PkLfdt6hs08HPmwqyh/TpnvepLV278KQIgqCXB5ziutPxIdtm5Rps90c/"
            })
    void theRightPasswordAndNoOther(String hash) {
        Htpasswd file = Htpasswd.parse("users", List.of("# people", "", "eve:" + hash));
        assertThat(file.includes(new Credentials.Basic("eve", PASSWORD))).isTrue();
        for (String wrong : new String[] {"", "x", PASSWORD + "x", PASSWORD.substring(1), hash, "x".repeat(100_000)}) {
            assertThat(file.includes(new Credentials.Basic("eve", wrong)))
                    .as(wrong.length() + " characters")
                    .isFalse();
        }
        assertThat(file.includes(new Credentials.Basic("Eve", PASSWORD))).isFalse();
        assertThat(new PasswordHash(hash).toString()).doesNotContain("saltsalt", "sesame");
    }

    @Test
    void bcryptOfLongAndEmptyPasswords() {
        String of71 = "$2y$04$abcdefghijklmnopqrstuu.gc7UY/21CSNJGJg21jJzx9QiOpJ9bO";
        String of72 = "$2y$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i";
        String ofNone = "$2y$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq";
        assertThat(new PasswordHash(of71).matches("x".repeat(71))).isTrue();
        assertThat(new PasswordHash(of71).matches("x".repeat(72))).isFalse();
        assertThat(new PasswordHash(of72).matches("x".repeat(71))).isFalse();
        assertThat(new PasswordHash(of72).matches("x".repeat(72))).isTrue();
        // Bcrypt reads 72 bytes, here as in htpasswd.
        assertThat(new PasswordHash(of72).matches("x".repeat(73))).isTrue();
        assertThat(new PasswordHash(ofNone).matches("")).isTrue();
        assertThat(new PasswordHash(ofNone).matches("x")).isFalse();
    }

    /** Item 3: not the time is measured, but the work: who is not known costs the check of a password all the same. */
    @Test
    void whoIsNotKnownIsCheckedAgainstSomebodyElse() {
        Htpasswd file = Htpasswd.parse("users", List.of("eve:" + BCRYPT));
        assertThat(file.hashFor("nobody")).isEqualTo(file.hashFor("eve"));
        assertThat(file.includes(new Credentials.Basic("nobody", PASSWORD))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eve",
                "eve:",
                ":" + BCRYPT,
                "eve:secret",
                "eve:rqXexS6ZhobKA",
                "eve:$1$saltsalt$0",
                "eve:{SHA}",
                "eve:{SHA}short",
                "eve:$apr1$",
                "eve:$5$",
                "eve:$6$saltsalt$short",
                "eve:$2y$04$abc"
            })
    void aHashThatCannotBeCheckedIsSaidAtTheStartAndNotShown(String line) {
        assertThatThrownBy(() -> Htpasswd.parse("users", List.of("# people", line)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("users, line 2: ")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("rqXexS6ZhobKA");
    }
}
