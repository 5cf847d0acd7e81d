package io.sharq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code sharq bench versions}, with the packaged jar as both versions. */
final class BenchVersionsIT {
    private static Ran versions(String other) {
        return Ran.sharq(
                "bench",
                "versions",
                "--own=target/sharq.jar",
                "--other=" + other,
                "--jobs=200",
                "--warmup=0",
                "--rounds=1",
                "--warmup-rounds=0",
                "--json");
    }

    @Test
    void aVersionIsComparedInEveryKindOfCall() {
        Ran ran = versions("target/sharq.jar");
        assertThat(ran.exitCode()).as(ran.err() + ran.out()).isZero();
        assertThat(ran.json().at("/ratios"))
                .hasSize(4)
                .allSatisfy(ratio -> assertThat(ratio.at("/median").asDouble()).isPositive());
    }

    @Test
    void aJarOfSomethingElseIsNamed() {
        Ran ran = versions("pom.xml");
        assertThat(ran.exitCode()).as(ran.out()).isEqualTo(1);
        assertThat(ran.err()).contains("bench of pom.xml ended with 1");
    }
}
