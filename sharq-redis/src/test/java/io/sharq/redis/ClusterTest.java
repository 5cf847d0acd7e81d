package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.sharq.api.Registration;
import io.sharq.redis.partition.KeyNames;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.spi.ReadinessListener;
import io.sharq.time.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A cluster of processes: what its changes do to jobs and callers. In real time, because processes are the point. */
class ClusterTest {
    private static final int SHARDS = 6;
    private static final RedisCluster CLUSTER = RedisCluster.start(3, false);

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void aSlotThatMovesUnderLoadLosesNothingAndRefusesNothingForGood() throws InterruptedException {
        try (RedisBackend backend =
                        RedisBackend.open(CLUSTER.settings().shards(SHARDS).build());
                Load load = new Load(backend).start()) {
            load.awaitAcknowledged(200);
            for (int partition = 0; partition < SHARDS; partition++) {
                move(CLUSTER, partition);
            }
            load.awaitAcknowledged(load.acknowledgedSoFar() + 200);
            load.drain();

            System.out.println("A type of " + SHARDS + " partitions moved under load: " + load);
            load.assertSound();
            load.assertNothingFinishedTwice();
            assertThat(load.lost()).isEmpty();
        }
    }

    private static void move(RedisCluster cluster, int partition) {
        byte[][] keys = new KeyNames("sharq_server", 0).partition("sms", partition, SHARDS);
        int slot = SlotHash.getSlot(keys[0]);
        RedisProcess from = cluster.ownerOf(slot);
        RedisProcess to = cluster.masters().get((cluster.masters().indexOf(from) + 1) % 3);
        String fromId = cluster.idOf(from);
        String toId = cluster.idOf(to);
        try (RedisClient client = RedisClient.create(from.uri());
                RedisClient target = RedisClient.create(to.uri())) {
            RedisCommands<String, String> source = client.connect().sync();
            target.connect().sync().clusterSetSlotImporting(slot, fromId);
            source.clusterSetSlotMigrating(slot, toId);
            // Key by key, so that calls meet the partition half here and half there.
            List<String> next = source.clusterGetKeysInSlot(slot, 1);
            while (!next.isEmpty()) {
                source.migrate("127.0.0.1", to.port(), next.get(0), 0, Patience.LIMIT.toMillis());
                next = source.clusterGetKeysInSlot(slot, 1);
                pause(Duration.ofMillis(30));
            }
        }
        cluster.masters().forEach(node -> cluster.send(node, "SETSLOT", Integer.toString(slot), "NODE", toId));
    }

    private static void pause(Duration span) {
        java.util.concurrent.locks.LockSupport.parkNanos(span.toNanos());
    }

    @Test
    void aMasterThatDiesUnderLoadIsReplacedAndTheLoadGoesOn() throws InterruptedException {
        try (RedisCluster cluster = RedisCluster.start(3, true);
                RedisBackend backend = Patience.open(cluster.settings()
                        .shards(SHARDS)
                        .timeout(Duration.ofSeconds(1))
                        .build());
                Load load = new Load(backend).start()) {
            load.awaitAcknowledged(200);
            int slot = SlotHash.getSlot(new KeyNames("sharq_server", 0).partition("sms", 0, SHARDS)[0]);
            RedisProcess dying = cluster.ownerOf(slot);
            Set<String> safe = load.acknowledged();
            cluster.awaitReplicated();
            long startNanos = System.nanoTime();
            dying.kill();
            load.awaitAcknowledged(load.acknowledgedSoFar() + 400);
            Duration away = Duration.ofNanos(System.nanoTime() - startNanos);
            load.drain();

            System.out.println("A cluster's master died under load: " + load + ", going on after " + away);
            load.assertSound();
            // Replication is asynchronous: what had not reached the replica is lost, and nothing else.
            assertThat(load.lost()).doesNotContainAnyElementsOf(safe);
        }
    }

    /** A plain PUBLISH reaches the subscribers of every node. */
    @Test
    void aWakeUpReachesAListenerOnAnyNode() {
        try (RedisBackend backend =
                        RedisBackend.open(CLUSTER.settings().keyPrefix("news").build());
                RedisBackend other =
                        RedisBackend.open(CLUSTER.settings().keyPrefix("news").build())) {
            Operations operations = new Operations(other);
            for (int i = 0; i < 12; i++) {
                CompletableFuture<Long> heard = new CompletableFuture<>();
                Registration registration = backend.onReady(new ReadinessListener() {
                    @Override
                    public void ready(String type, long atMicros) {
                        heard.complete(atMicros);
                    }

                    @Override
                    public void missed() {}
                });
                operations.enqueue("queue-" + i, "job", 0);
                assertThat(heard).succeedsWithin(Patience.LIMIT);
                registration.close();
                operations.finish(operations.dequeue(1).jobs().get(0));
            }
        }
    }

    /** lettuce#3782: the first command for a node used to be refused while its connection was opening. */
    @Test
    void theFirstCallsAfterOpeningAreNotRefused() {
        for (int round = 0; round < 10; round++) {
            try (RedisBackend backend = RedisBackend.open(
                    CLUSTER.settings().keyPrefix("first-" + round).build())) {
                for (int i = 0; i < 8; i++) {
                    new Operations(backend).enqueue("queue-" + i, "job", 0);
                }
                assertThat(new Operations(backend).dequeue(8).jobs()).hasSize(8);
            }
        }
    }

    /** The rights of docs/redis-keys.md, and those two that it names for a cluster, on every node. */
    @Test
    void aUserWithTheDocumentedRightsMayDoEverythingInACluster() throws IOException {
        DocumentedRights rights = DocumentedRights.read("app");
        CLUSTER.masters().forEach(node -> rights.give(node, "+cluster|nodes", "+cluster|myid"));
        ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        try (RedisBackend backend = RedisBackend.open(CLUSTER.settings()
                .keyPrefix("app")
                .username("app")
                .password("PASSWORD")
                .clock(time)
                .build())) {
            new EveryOperation(backend, time).run();
        }
    }

    /** As in the original's clusters, which need such a prefix. */
    @Test
    void aPrefixWithAHashTagKeepsEverythingInOneSlot() {
        ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        RedisSettings.Builder settings = CLUSTER.settings().keyPrefix("{sms}");
        try (RedisBackend backend = RedisBackend.open(settings.clock(time).build())) {
            new EveryOperation(backend, time).run();
        }
        try (RedisBackend backend = RedisBackend.open(
                CLUSTER.settings().keyPrefix("{call}:x").shards(4).build())) {
            for (int i = 0; i < 16; i++) {
                new Operations(backend).enqueue("queue-" + i, "job", 0);
            }
            assertThat(new Operations(backend).dequeue(16).jobs()).hasSize(16);

            Set<Integer> slots = new HashSet<>();
            for (RedisProcess node : CLUSTER.masters()) {
                TestRedis.<List<String>>on(node.uri(), commands -> commands.keys("{call}:x:*"))
                        .forEach(key -> slots.add(SlotHash.getSlot(key)));
            }
            assertThat(slots).containsExactly(SlotHash.getSlot("{call}"));
        }
    }
}
