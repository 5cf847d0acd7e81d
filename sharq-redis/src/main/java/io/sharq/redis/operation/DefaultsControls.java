package io.sharq.redis.operation;

import io.sharq.api.QueueDefaults;
import io.sharq.api.QueueSetting;
import io.sharq.api.Stamp;
import io.sharq.api.StoreBounds;
import io.sharq.redis.partition.PartitionDirectory;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.QueueChange;
import io.sharq.spi.SetDefaultsRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The defaults of a type (rule 24). Each partition has its own copy. A change goes to all of them, opens those that are not
 * open, and sweeps each in steps until its queues have the new defaults. If it fails in between, upkeep continues the sweeps
 * that have begun; a repeated change reaches the partitions that have not got it.
 */
public final class DefaultsControls {
    /** The script's result if it would be one pattern too many. */
    private static final int TOO_MANY = 2;

    /** The span after which upkeep continues a sweep whose client has stopped. A partition of a deleted default is due then too. */
    private static final long LEFT_MICROS = 10_000_000;

    private final Partitions partitions;
    private final PartitionDirectory listing;
    private final BatchScripts changes;
    private final UpkeepSchedule visits;

    public DefaultsControls(
            Partitions partitions, PartitionDirectory listing, BatchScripts changes, UpkeepSchedule visits) {
        this.partitions = partitions;
        this.listing = listing;
        this.changes = changes;
        this.visits = visits;
    }

    public CompletionStage<List<QueueDefaults>> list(String type) {
        return partitions
                .call("defaults of " + type, Script.LIST_DEFAULTS, type, 0, partitions.arguments())
                .thenApply(reply -> reply.hasMore()
                        ? StoredDefaults.unpack(type, reply.bytes()).list(type)
                        : List.of());
    }

    public CompletionStage<ConfigureReply> set(SetDefaultsRequest request) {
        String operation = "defaults of " + request.pattern();
        return visits.arrange(operation, request.type(), LEFT_MICROS)
                .thenCompose(arranged -> partitions.each(operation, partition -> set(operation, request, partition)))
                .thenApply(replies -> replies.stream()
                        .filter(ConfigureReply::found)
                        .findFirst()
                        .orElse(replies.get(0)));
    }

    private CompletionStage<ConfigureReply> set(String operation, SetDefaultsRequest request, int partition) {
        String type = request.type();
        return listing.whenListed(
                        operation,
                        type,
                        partition,
                        () -> partitions.call(
                                operation, Script.SET_DEFAULTS, type, partition, arguments(request, partition)))
                .thenCompose(reply -> {
                    long atMicros = reply.number();
                    int found = reply.integer();
                    Stamp stamp = reply.stamp(reply.number(), atMicros);
                    boolean isLeft = reply.flag();
                    changes.learn(type, stamp, reply);
                    if (found == TOO_MANY) {
                        throw StoreBounds.tooManyPatterns(operation);
                    }
                    ConfigureReply done = new ConfigureReply(found == 1, stamp);
                    return isLeft
                            ? sweep(operation, type, partition).thenApply(swept -> done)
                            : CompletableFuture.completedStage(done);
                });
    }

    /** Takes steps until the queues of a partition have the current defaults. */
    private CompletionStage<Void> sweep(String operation, String type, int partition) {
        return partitions
                .call(operation, Script.SWEEP_DEFAULTS, type, partition, partitions.notifying(type, partition))
                .thenCompose(reply -> {
                    long atMicros = reply.number();
                    Stamp stamp = reply.stamp(reply.number(), atMicros);
                    boolean isLeft = reply.flag();
                    changes.learn(type, stamp, reply);
                    return isLeft ? sweep(operation, type, partition) : CompletableFuture.completedStage(null);
                });
    }

    private ScriptArguments arguments(SetDefaultsRequest request, int partition) {
        QueueChange settings = request.settings();
        return partitions
                .notifying(request.type(), partition)
                .add(request.pattern().prefix())
                .optional(settings.intervalMillis())
                .optional(settings.ordered())
                .optional(settings.concurrency())
                .add(mask(request.removed()))
                .flag(settings.equals(QueueChange.NONE));
    }

    /** A set of settings as a number: 1 interval, 2 order, 4 cap. */
    static int mask(Set<QueueSetting> settings) {
        return (settings.contains(QueueSetting.INTERVAL) ? 1 : 0)
                + (settings.contains(QueueSetting.ORDERED) ? 2 : 0)
                + (settings.contains(QueueSetting.CONCURRENCY) ? 4 : 0);
    }
}
