package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.cluster.SlotHash;
import io.sharq.SharQ;
import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.redis.connection.ConnectionUris;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.script.IdCode;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptLoader;
import io.sharq.redis.settings.RedisSection;
import io.sharq.redis.settings.RedisSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallPartsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "user001",
                "0f8fad5b-d9cb-469f-a165-70867728950e",
                "0F8FAD5B-D9CB-469F-A165-70867728950E",
                "0f8fad5b-d9cb-469f-a165-70867728950g",
                "0f8fad5bd9cb469fa16570867728950e0000",
            })
    void anIdentifierComesBackFromItsCode(String id) {
        assertThat(IdCode.decode(IdCode.encode(id))).isEqualTo(id);
    }

    @Test
    void aUuidTakesSeventeenBytes() {
        assertThat(IdCode.encode("0f8fad5b-d9cb-469f-a165-70867728950e")).hasSize(17);
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void everyScriptIsWholeAndSaysWhatItTakes(Script script) {
        String source = ScriptLoader.load(script).text();

        assertThat(source).doesNotContain("@include").doesNotContain("KEYS[i]").isNotBlank();
        assertThat(ScriptLoader.load(script).sha1()).hasSize(40);
    }

    @Test
    void theKeysOfAPartitionBeginWithThePrefixAndShareAHashTag() {
        assertThat(List.of(new KeyNames("mine", 0).partition("sms", 0, 1)))
                .hasSize(8)
                .allSatisfy(key -> assertThat(new String(key, java.nio.charset.StandardCharsets.UTF_8))
                        .startsWith("mine:{mine:sms:0}:"));
    }

    /** Redis takes the first braces of a key as its hash tag. */
    @ParameterizedTest
    @ValueSource(strings = {"{sms}", "{a}:b", "a{b", "a}b", "a{", "{a", "}{", "x{y}z{}", "{{a}}"})
    void theKeysOfAPartitionShareASlotWhateverBracesThePrefixHas(String prefix) {
        RedisSettings settings =
                RedisSettings.builder().keyPrefix(prefix).clustered(true).build();

        assertThat(settings.shards()).isEqualTo(1);
        assertThat(List.of(new KeyNames(settings.keyPrefix(), 0).partition("sms", 0, 1)).stream()
                        .map(SlotHash::getSlot)
                        .distinct())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "a{}b", "}", "}a"})
    void anEmptyHashTagIsRefusedInAClusterOnly(String prefix) {
        assertThat(RedisSettings.builder().keyPrefix(prefix).build().keyPrefix())
                .isEqualTo(prefix);
        assertThat(List.of(new KeyNames(prefix, 0).partition("sms", 0, 1)).stream()
                        .map(SlotHash::getSlot)
                        .distinct()
                        .count())
                .isGreaterThan(1);
        assertThatThrownBy(() -> RedisSettings.builder()
                        .keyPrefix(prefix)
                        .clustered(true)
                        .build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("`key_prefix`")
                .hasMessageContaining("first braces");
    }

    @Test
    void anEmptyPasswordIsNone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("sharq.conf"), "[redis]\npassword =\nhost = a\n");

        assertThat(Configuration.load(file, Map.of())
                        .read(RedisSection.SECTION, RedisSettings::of)
                        .password())
                .isNull();
        assertThat(Configuration.load(file, Map.of("SHARQ_REDIS_PASSWORD", "x"))
                        .read(RedisSection.SECTION, RedisSettings::of)
                        .password())
                .isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({
        "port,        x,       it must be a whole number",
        "port,        0,       it must be a whole number from 1 to 65535",
        "db,          -1,      it must be a whole number from 0",
        "conn_type,   udp,     it must be tcp_sock or unix_sock",
        "clustered,   perhaps, it must be true or false",
        "key_prefix,  a b,     It must have no blanks",
        "timeout,     0,       it must be a whole number of milliseconds from 1",
        "username,    me,      It needs a password",
        "shards,      1025,    it must be a whole number from 1 to 1024",
        "sentinels,   one:x,   The port of one must be a whole number",
        "sentinel_password, s3cret, It needs sentinels to be for",
        "sentinel_username, me, It needs a sentinel_password beside it",
        "sentinels,   :1,      It must be hosts with ports",
        "tls_ca_file, /no/ca,  The file /no/ca cannot be read",
        "uri,         ftp://x, It must be a redis://",
    })
    void aBadSettingIsRefusedByItsKey(String key, String value, String fault) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("environment variable " + variable(key) + ": " + fault);
    }

    @Test
    void everySettingOfTheSectionIsTaken() {
        RedisSettings settings = settings(Map.of(
                "host", "there", "port", "7", "db", "3", "key_prefix", "p", "password", "secret", "timeout", "9"));

        assertThat(settings.toString())
                .isEqualTo("Redis at there:7, database 3, prefix p")
                .doesNotContain("secret");
        assertThat(settings.timeout()).hasMillis(9);
        assertThat(settings(Map.of("conn_type", "unix_sock")).toString()).startsWith("Redis at /tmp/redis.sock");
        assertThat(settings(Map.of("clustered", "true")).isClustered()).isTrue();
    }

    @Test
    void aUriSaysWhere() {
        RedisSettings settings =
                RedisSettings.uri("redis://me:s%40cret@there:7/3").build();

        assertThat(settings.toString()).startsWith("Redis at there:7, database 3");
        assertThatThrownBy(() -> RedisSettings.uri("http://there"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("`uri` has an invalid value.");
    }

    @ParameterizedTest
    @CsvSource({
        "redis://u:s3cret@there:7/3,                  Redis at there:7",
        "rediss://u:s3cret@there,                     Redis at there:6379",
        "'redis-sentinel://s3cret@a,b:7/2#main',      'Redis at main of the sentinels [a:26379, b:7], database 2'",
        "'rediss-sentinel://s3cret@a/0#main',         Redis at main of the sentinels [a:26379]",
        "redis-socket://s3cret@/tmp/r.sock?database=1,'Redis at /tmp/r.sock, database 1'",
    })
    void aUriOfEachKindIsTakenFromTheSectionAndShowsNoPassword(String uri, String shown) {
        RedisSettings settings = settings(Map.of("uri", uri));

        assertThat(settings.toString()).startsWith(shown).doesNotContain("s3cret");
        assertThat(ConnectionUris.of(settings)
                        .getCredentialsProvider()
                        .resolveCredentials()
                        .block()
                        .getPassword())
                .isEqualTo("s3cret".toCharArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://u:s3cret@there:7/3?verifyPeer=none",
                "redis-sentinel://s3cret@a,b:7/2",
                "redis://:s3cret@the re",
                "http://u:s3cret@there",
            })
    void aUriThatIsRefusedIsNotRepeated(String uri) {
        assertThatThrownBy(() -> settings(Map.of("uri", uri)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("environment variable SHARQ_REDIS_URI: ")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "host, there",
        "port, 1",
        "db, 1",
        "conn_type, tcp_sock",
        "unix_socket_path, /s",
        "username, me",
        "password, secret",
        "tls, true",
        "sentinels, one",
        "master_name, main",
    })
    void aUriExcludesWhatSaysTheSame(String key, String value) {
        assertThatThrownBy(() -> settings(Map.of("uri", "redis://there", key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "environment variable SHARQ_REDIS_URI: it says where Redis is, and so does " + key);
    }

    @ParameterizedTest
    @CsvSource({
        "sentinels,   one, '',            '',      master_name",
        "master_name, one, '',            '',      sentinels",
        "sentinels,   one, master_name,   main,    clustered",
    })
    void sentinelsAndTheMastersNameGoTogether(String key, String value, String other, String its, String named) {
        Map<String, String> values = new java.util.HashMap<>(Map.of(key, value));
        if (!other.isEmpty()) {
            values.put(other, its);
            values.put("clustered", "true");
        }

        assertThatThrownBy(() -> settings(values))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(named.equals("clustered") ? "SENTINELS: " : "[redis] " + named + ": ");
    }

    /** No URI can say what the sentinels want, so that it stands beside one. */
    @Test
    void whatTheSentinelsWantIsTakenFromTheSectionAndShownNowhere() {
        RedisSettings settings = settings(Map.of(
                "uri",
                "redis-sentinel://of-nodes@one,two/0#main",
                "sentinel_username",
                "me",
                "sentinel_password",
                "s3cret"));

        assertThat(settings.toString()).doesNotContain("s3cret", "of-nodes");
        assertThat(ConnectionUris.of(settings).getSentinels()).hasSize(2).allSatisfy(sentinel -> {
            var login = sentinel.getCredentialsProvider().resolveCredentials().block();
            assertThat(login.getUsername()).isEqualTo("me");
            assertThat(login.getPassword()).isEqualTo("s3cret".toCharArray());
        });
    }

    @Test
    void aClusterSpreadsATypeOverSixteenPartitionsUnlessToldOtherwise() {
        assertThat(settings(Map.of("clustered", "true")).shards()).isEqualTo(16);
        assertThat(settings(Map.of("clustered", "true", "shards", "3")).shards())
                .isEqualTo(3);
        assertThat(settings(Map.of()).shards()).isEqualTo(1);
    }

    @Test
    void aConfigurationFileOpensIt(@TempDir Path folder) throws IOException {
        RedisSettings shared = TestRedis.settings().build();
        Path file = Files.writeString(
                folder.resolve("sharq.conf"),
                String.format("[redis]%nhost : %s%nport : %d%nkey_prefix = conf%n", shared.host(), shared.port()));

        assertThat(Configuration.load(file).backendName()).isEqualTo("redis");
        try (SharQ sharq = SharQ.open(file)) {
            assertThat(sharq.health().available()).isTrue();
        }
    }

    /** What the environment sets. */
    private static RedisSettings settings(Map<String, String> values) {
        Map<String, String> environment = new TreeMap<>();
        values.forEach((key, value) -> environment.put(variable(key), value));
        return Configuration.empty(environment).read(RedisSection.SECTION, RedisSettings::of);
    }

    private static String variable(String key) {
        return RedisSection.SECTION.variable(key);
    }
}
