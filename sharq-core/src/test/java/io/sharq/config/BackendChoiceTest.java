package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.ConfigurationException;
import io.sharq.config.section.SharQSection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which backend a configuration chooses. */
class BackendChoiceTest {
    private final FakeBackend inMemory = FakeBackend.inMemory();
    private final FakeBackend redis = FakeBackend.redis();

    @Test
    void aSectionChoosesItsBackend() {
        assertThat(ConfigurationTexts.parse("[redis]\n", inMemory, redis).backendName())
                .isEqualTo("redis");
        assertThat(ConfigurationTexts.parse("[inmemory]\n", inMemory, redis).backendName())
                .isEqualTo("inmemory");
    }

    @Test
    void aVariableChoosesItsBackend() {
        Configuration configuration = ConfigurationTexts.parse("", Map.of("SHARQ_REDIS_HOST", "a"), inMemory, redis);

        assertThat(configuration.backendName()).isEqualTo("redis");
    }

    @Test
    void itIsKnownWhetherAnythingChoosesABackend() {
        Backends both = new Backends(List.of(inMemory, redis));

        assertThat(Configuration.empty(Map.of("SHARQ_REDIS_HOST", "a"), both).choosesBackend())
                .isTrue();
        assertThat(Configuration.empty(Map.of("SHARQ_BACKEND", "redis"), both).choosesBackend())
                .isTrue();
        assertThat(Configuration.empty(Map.of("SHARQ_REDIS_HOST", "", "SHARQ_SERVER_PORT", "1"), both)
                        .choosesBackend())
                .isFalse();
    }

    @Test
    void aFileWithoutASectionOfABackendChoosesTheInMemoryOne() {
        String text = "[sharq]\n[sharq-server]\nport : 1\n[worker]\n";

        assertThat(ConfigurationTexts.parse(text, inMemory, redis).backendName())
                .isEqualTo("inmemory");
    }

    @Test
    void aFileWithoutASectionOfABackendChoosesNoOtherThanTheInMemoryOne() {
        assertChoiceFails(
                ConfigurationTexts.parse("[sharq]\n", redis),
                "sharq.conf: it has no section of a backend, and the backend for that case, inmemory,"
                        + " is not on the class path; add io.sharq:sharq-inmemory (found: redis)");
    }

    @Test
    void theNameGoesBeforeTheSections() {
        String text = "[sharq]\nbackend : inmemory\n[redis]\nhost : a\n";

        assertThat(ConfigurationTexts.parse(text, inMemory, redis).backendName())
                .isEqualTo("inmemory");
    }

    @Test
    void sectionsOfTwoBackendsNeedAName() {
        assertChoiceFails(
                ConfigurationTexts.parse("[inmemory]\n[redis]\n", inMemory, redis),
                "sharq.conf, line 1: [inmemory] and sharq.conf, line 2: [redis]: each chooses a backend;"
                        + " name one in [sharq] backend");
        assertChoiceFails(
                ConfigurationTexts.parse("[inmemory]\n", Map.of("SHARQ_REDIS_HOST", "a"), inMemory, redis),
                "sharq.conf, line 1: [inmemory] and environment variable SHARQ_REDIS_HOST: each chooses a backend;"
                        + " name one in [sharq] backend");
    }

    @Test
    void aSectionOfABackendThatIsNotThereTellsWhatToAdd() {
        Configuration configuration = ConfigurationTexts.parse("[sharq]\n\n[redis]\nhost : a\nany : thing\n", inMemory);

        assertThat(configuration.settings()).isNotNull();
        assertChoiceFails(
                configuration,
                "sharq.conf, line 3: [redis]: the backend redis is not on the class path;"
                        + " add io.sharq:sharq-redis (found: inmemory)");
    }

    @Test
    void aVariableOfABackendThatIsNotThereTellsWhatToAdd() {
        assertChoiceFails(
                ConfigurationTexts.withoutFile(Map.of("SHARQ_REDIS_HOST", "a")),
                "environment variable SHARQ_REDIS_HOST: the backend redis is not on the class path;"
                        + " add io.sharq:sharq-redis (found: none)");
    }

    @Test
    void aNameOfABackendThatIsNotThereTellsWhatThereIs() {
        assertChoiceFails(
                ConfigurationTexts.parse("[sharq]\nbackend : redi\n", inMemory, redis),
                "sharq.conf, line 2: [sharq] backend: there is no backend \"redi\" on the class path;"
                        + " found: inmemory, redis");
        assertChoiceFails(
                ConfigurationTexts.withoutFile(Map.of("SHARQ_BACKEND", "redis"), inMemory),
                "environment variable SHARQ_BACKEND: there is no backend \"redis\" on the class path;"
                        + " add io.sharq:sharq-redis (found: inmemory)");
    }

    @Test
    void withoutAFileTheOnlyBackendIsChosen() {
        assertThat(ConfigurationTexts.withoutFile(Map.of(), redis).backendName())
                .isEqualTo("redis");
        assertThat(ConfigurationTexts.withoutFile(Map.of(), inMemory).backendName())
                .isEqualTo("inmemory");
    }

    @Test
    void withoutAFileSeveralBackendsNeedAName() {
        assertChoiceFails(
                ConfigurationTexts.withoutFile(Map.of(), redis, inMemory),
                "there are several backends on the class path: inmemory, redis;"
                        + " name one in [sharq] backend or in the environment variable SHARQ_BACKEND");
        assertThat(ConfigurationTexts.withoutFile(Map.of("SHARQ_BACKEND", "inmemory"), redis, inMemory)
                        .backendName())
                .isEqualTo("inmemory");
    }

    @Test
    void withoutAnyBackendTheMessageTellsWhatToAdd() {
        assertChoiceFails(
                ConfigurationTexts.withoutFile(Map.of()),
                "there is no backend on the class path; add io.sharq:sharq-inmemory or io.sharq:sharq-redis");
    }

    @Test
    void aBackendOfAnotherMakerHasItsOwnSection() {
        FakeBackend postgres = FakeBackend.named("postgres", "url");

        ConfigurationTexts.parse("[postgres]\nurl : jdbc:postgresql://h/d\n", inMemory, postgres)
                .openBackend()
                .close();

        assertThat(postgres.given("url")).contains("jdbc:postgresql://h/d");
        assertThatThrownBy(() -> ConfigurationTexts.parse("[postgres]\nuri : x\n", postgres))
                .hasMessage("sharq.conf, line 2: [postgres] uri: unknown key; did you mean url?");
    }

    @Test
    void aBackendSeesNoKeyThatItDoesNotList() {
        ConfigurationTexts.parse("[sharq]\nmax_batch_size : 1\n[redis]\n", redis)
                .openBackend()
                .close();

        assertThatThrownBy(() -> redis.opened.get(0).find(SharQSection.MAX_BATCH_SIZE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[redis] has no key max_batch_size");
    }

    @Test
    void twoBackendsOfOneNameAreRefused() {
        assertThatThrownBy(() -> new Backends(List.of(redis, FakeBackend.redis())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("two backends are named redis: io.sharq.config.FakeBackend and"
                        + " io.sharq.config.FakeBackend");
    }

    private static void assertChoiceFails(Configuration configuration, String message) {
        assertThatThrownBy(configuration::backendName)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
        assertThatThrownBy(configuration::openBackend)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }
}
