package io.sharq.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which versions of Lettuce and Netty the backend accepts. */
class ClientStackTest {
    @Test
    void theStackOfTheBuildIsAccepted() {
        assertThatCode(ClientStack::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.3.7.RELEASE", "6.0.0.RELEASE", "6.6.0.RELEASE", "6.6.0.RELEASE/643bd47"})
    void aLettuceThatSendsCommandsAgainIsRefused(String version) {
        assertThat(ClientStack.fault(version, true))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .contains("Lettuce " + version)
                        .contains("Lettuce 6.7 or later")
                        .contains("lettuce.version"));
    }

    @ParameterizedTest
    @CsvSource({
        "6.7.1.RELEASE, false",
        "6.8.2.RELEASE, false",
        "6.10.0.RELEASE, true",
        "7.0.0.RELEASE, true",
        "10.1.0, true",
        "unknown, false",
        "'', false"
    })
    void aLaterOneIsAcceptedAndSoIsOneOfNoKnownVersion(String version, boolean isNetty42) {
        assertThat(ClientStack.fault(version, isNetty42)).isEmpty();
    }

    @Test
    void lettuce7NeedsNetty42() {
        assertThat(ClientStack.fault("7.7.0.RELEASE", false))
                .hasValueSatisfying(fault -> assertThat(fault).contains("a Netty before 4.2"));
    }
}
