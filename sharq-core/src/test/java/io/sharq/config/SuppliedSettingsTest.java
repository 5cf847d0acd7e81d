package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings that a framework supplies. */
class SuppliedSettingsTest {
    private final FakeBackend inMemory = FakeBackend.inMemory();
    private final FakeBackend redis = FakeBackend.redis();

    private Configuration of(List<SuppliedSetting> settings) {
        return of(settings, Map.of());
    }

    private Configuration of(List<SuppliedSetting> settings, Map<String, String> environment) {
        return Configuration.of(settings, environment, new Backends(List.of(inMemory, redis)));
    }

    private static SuppliedSetting property(String section, String key, String value) {
        return new SuppliedSetting(section, key, value, "property " + section + "." + key);
    }

    @Test
    void theyAreReadLikeThoseOfAFile() {
        Configuration configuration =
                of(List.of(property("sharq", "retry_for", "250"), property("redis", "host", " there ")));

        assertThat(configuration.settings().retryFor()).isEqualTo(Duration.ofMillis(250));
        assertThat(configuration.backendName()).isEqualTo("redis");
        assertThat(configuration.openBackend()).isNotNull();
        assertThat(redis.given("host")).contains("there");
    }

    @Test
    void theLaterOfTwoCountsAndTheEnvironmentOverridesBoth() {
        List<SuppliedSetting> two = List.of(property("sharq", "retry_for", "1"), property("sharq", "retry_for", "2"));

        assertThat(of(two).settings().retryFor()).isEqualTo(Duration.ofMillis(2));
        assertThat(of(two, Map.of("SHARQ_RETRY_FOR", "3")).settings().retryFor())
                .isEqualTo(Duration.ofMillis(3));
    }

    @Test
    void aBlankValueIsNone() {
        assertThat(of(List.of(property("redis", "host", "  "))).choosesBackend())
                .isFalse();
    }

    @Test
    void allFaultsAreReportedWithTheirOrigins() {
        assertThatThrownBy(() -> of(List.of(
                        property("sharq", "retry_for", "soon"),
                        property("redis", "hots", "a"),
                        property("rediss", "host", "a"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "property sharq.retry_for: it must be a whole number of milliseconds",
                        "property redis.hots: unknown key; did you mean host?",
                        "property rediss.host: unknown section; did you mean [redis]?");
    }

    @Test
    void theSectionsOfALibraryAreThoseOfSharQItsWorkersAndTheBackends() {
        assertThat(Configuration.librarySections())
                .extracting(section -> section.name())
                .startsWith("sharq", "worker");
        assertThat(Configuration.librarySections()).containsAll(Configuration.backendSections());
    }

    @Test
    void noMessageShowsAValue() {
        assertThat(property("redis", "password", "secret")).hasToString("property redis.password");
    }
}
