package io.sharq.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A master, a replica, and three sentinels that watch them, as processes on loopback. */
final class RedisSentinels implements AutoCloseable {
    static final String MASTER = "main";

    /** Long enough that no master is taken for dead that only waits for a processor. */
    private static final int DOWN_AFTER_MILLIS = 5_000;

    private final RedisProcess master;
    private final RedisProcess replica;
    private final List<SentinelProcess> sentinels = new ArrayList<>();
    private final String loginOfSentinels;

    /** Where nobody needs a password. */
    RedisSentinels() {
        this(List.of(), List.of(), "");
    }

    /**
     * Where master and replica want a password, and the sentinels another one.
     *
     * @param ofSentinels a user that the sentinels have besides {@code default}, which has the same password
     */
    static RedisSentinels withPasswords(String ofNodes, String ofSentinels, String user) {
        return new RedisSentinels(
                List.of("--requirepass", ofNodes, "--masterauth", ofNodes),
                List.of(
                        "requirepass " + ofSentinels,
                        "user " + user + " on >" + ofSentinels + " allcommands allchannels",
                        "sentinel auth-pass " + MASTER + " " + ofNodes),
                ":" + ofSentinels + "@");
    }

    private RedisSentinels(List<String> nodeOptions, List<String> sentinelLines, String loginOfSentinels) {
        this.loginOfSentinels = loginOfSentinels;
        master = node(nodeOptions, "--repl-diskless-sync-delay", "0");
        replica = node(nodeOptions, "--replicaof", "127.0.0.1", Integer.toString(master.port()));
        List<String> lines = new ArrayList<>(List.of(
                "sentinel monitor " + MASTER + " 127.0.0.1 " + master.port() + " 2",
                "sentinel down-after-milliseconds " + MASTER + " " + DOWN_AFTER_MILLIS,
                "sentinel failover-timeout " + MASTER + " " + 2 * DOWN_AFTER_MILLIS));
        lines.addAll(sentinelLines);
        for (int i = 0; i < 3; i++) {
            sentinels.add(SentinelProcess.start(lines));
        }
        org.awaitility.Awaitility.await()
                .atMost(Patience.LIMIT)
                .until(() -> sentinels.stream().allMatch(this::knowsAll));
    }

    private static RedisProcess node(List<String> common, String... own) {
        List<String> options = new ArrayList<>(common);
        options.addAll(List.of(own));
        return RedisProcess.start(options.toArray(String[]::new));
    }

    private boolean knowsAll(SentinelProcess sentinel) {
        if (!sentinel.isListening()) {
            return false;
        }
        String uri = "redis://" + loginOfSentinels + "127.0.0.1:" + sentinel.port();
        return TestRedis.on(uri, redis -> redis.info("sentinel")).contains("slaves=1,sentinels=3");
    }

    /** Waits until the replica has what the master has written by now. */
    void awaitReplicated() {
        Replication.await(master.uri(), replica.uri());
    }

    RedisProcess master() {
        return master;
    }

    String hostsAndPorts() {
        return sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        sentinels.forEach(SentinelProcess::close);
        master.close();
        replica.close();
    }
}
