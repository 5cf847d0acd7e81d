package io.sharq.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessNameTest {
    @Test
    void aProcessIsNamedByItsHostAndItsNumber() {
        assertThat(ProcessName.get()).endsWith(":" + ProcessHandle.current().pid());
        assertThat(ProcessName.of("host-7.example.org", 4211)).isEqualTo("host-7.example.org:4211");
        assertThat(ProcessName.of("", 4211)).isEqualTo("localhost:4211");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a host", "h\u00f4te", "a|b<c>", "fe80::1%eth0"})
    void everyNameIsThatOfAConsumer(String host) {
        String longest = host.repeat(50);
        assertThat(Bounds.consumer("consumer", ProcessName.of(host, 1))).endsWith(":1");
        assertThat(Bounds.consumer("consumer", ProcessName.of(longest, Long.MAX_VALUE)))
                .endsWith(":" + Long.MAX_VALUE);
    }
}
