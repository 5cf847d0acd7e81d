package io.sharq.redis.operation;

import io.sharq.api.FailStatus;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Payload;
import io.sharq.redis.connection.BatchingClient;
import io.sharq.redis.connection.MergedBatches;
import io.sharq.redis.partition.Partitions;
import io.sharq.redis.script.Script;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FailResult;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.ThrottleRequest;
import io.sharq.spi.ThrottleResult;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The operations on leases. Concurrent finishes in one partition are batched. */
public final class LeaseChanges {
    /** The statuses, indexed by the numbers that the script returns. */
    private static final FailStatus[] FAIL_STATUSES = {FailStatus.LEASE_LOST, FailStatus.REQUEUED, FailStatus.DEAD};

    private final Partitions partitions;
    private final BatchScripts changes;
    private final DeadJobs graves;
    private final BatchingClient<
                    MergedBatches.FinishKind,
                    MergedBatches.Part<MergedBatches.FinishKind, FinishItem>,
                    List<LeaseResult>>
            finishes;

    public LeaseChanges(Partitions partitions, BatchScripts changes, DeadJobs graves) {
        this.partitions = partitions;
        this.changes = changes;
        this.graves = graves;
        this.finishes = MergedBatches.trips(partitions.traffic(), kind -> finishing(kind.type()), this::sendFinishes);
    }

    private static String finishing(String type) {
        return "finish of " + type;
    }

    public CompletionStage<List<LeaseResult>> finish(FinishRequest request) {
        return partitions.split(
                finishing(request.type()),
                request.items(),
                item -> item.lease().queueId(),
                (partition, items) -> finishes.call(new MergedBatches.Part<>(
                        new MergedBatches.FinishKind(request.type(), partition, request.retentionMicros()), items)));
    }

    private CompletionStage<List<LeaseResult>> sendFinishes(MergedBatches.FinishKind kind, List<FinishItem> items) {
        String type = kind.type();
        int partition = kind.partition();
        ScriptArguments arguments = partitions
                .notifying(type, partition)
                .add(kind.retentionMicros())
                .leases(items.stream().map(FinishItem::lease).toList());
        for (int i = 0; i < items.size(); i++) {
            Payload result = items.get(i).result();
            if (result != null) {
                arguments.add(i + 1).add(result.toByteArray());
            }
        }
        return changes.ofEach(
                finishing(type), Script.FINISH, type, partition, arguments, items.size(), LeaseChanges::ended);
    }

    public CompletionStage<List<LeaseResult>> release(ReleaseRequest request) {
        String type = request.type();
        String operation = "release of " + type;
        return partitions.split(operation, request.leases(), LeaseRef::queueId, (partition, leases) -> {
            ScriptArguments arguments = partitions.notifying(type, partition).leases(leases);
            return changes.ofEach(
                    operation, Script.RELEASE, type, partition, arguments, leases.size(), LeaseChanges::ended);
        });
    }

    public CompletionStage<List<ThrottleResult>> throttle(ThrottleRequest request) {
        String type = request.type();
        String operation = "throttle of " + type;
        return partitions.split(operation, request.items(), item -> item.lease().queueId(), (partition, items) -> {
            ScriptArguments arguments = partitions
                    .notifying(type, partition)
                    .add(request.maxHoldMicros())
                    .add(items.size());
            items.forEach(item -> arguments.lease(item.lease()).optional(item.retryAfterMicros()));
            return changes.ofEach(
                    operation, Script.THROTTLE, type, partition, arguments, items.size(), LeaseChanges::throttled);
        });
    }

    private static ThrottleResult throttled(ScriptReply reply, long atMicros) {
        LeaseStatus status = status(reply);
        long heldUntilMicros = reply.number();
        return new ThrottleResult(
                status,
                status == LeaseStatus.DONE ? OptionalLong.of(heldUntilMicros) : OptionalLong.empty(),
                reply.stamp(reply.number(), atMicros));
    }

    private static LeaseResult ended(ScriptReply reply, long atMicros) {
        return new LeaseResult(status(reply), reply.stamp(reply.number(), atMicros));
    }

    private static LeaseStatus status(ScriptReply reply) {
        return reply.flag() ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST;
    }

    public CompletionStage<List<FailResult>> fail(FailRequest request) {
        String type = request.type();
        String operation = "fail of " + type;
        int maxDead = request.deadLimits().maxCount();
        return partitions
                .split(operation, request.items(), item -> item.lease().queueId(), (partition, items) -> {
                    ScriptArguments arguments =
                            partitions.notifying(type, partition).add(maxDead).add(items.size());
                    items.forEach(item -> {
                        String reason = item.reason();
                        arguments.lease(item.lease()).add(item.delayMicros()).add(reason == null ? "" : reason);
                    });
                    return changes.ofEach(
                            operation, Script.FAIL, type, partition, arguments, items.size(), LeaseChanges::failed);
                })
                .thenCompose(results -> trimmed(operation, type, maxDead, results));
    }

    private CompletionStage<List<FailResult>> trimmed(
            String operation, String type, int maxDead, List<FailResult> results) {
        if (partitions.areOne() || results.stream().noneMatch(result -> result.status() == FailStatus.DEAD)) {
            return CompletableFuture.completedStage(results);
        }
        // If the excess cannot be removed now, the next upkeep removes it. The failures are reported in either case.
        return graves.trim(operation, type, maxDead, DeadJobs.PUSHED_OUT).handle((done, later) -> results);
    }

    private static FailResult failed(ScriptReply reply, long atMicros) {
        return new FailResult(FAIL_STATUSES[reply.integer()], reply.stamp(reply.number(), atMicros));
    }

    public CompletionStage<List<ExtendResult>> extend(ExtendRequest request) {
        String type = request.type();
        String operation = "extend of " + type;
        return partitions.split(operation, request.leases(), LeaseRef::queueId, (partition, leases) -> {
            ScriptArguments arguments =
                    partitions.arguments().add(request.leaseMicros()).leases(leases);
            return changes.ofEach(
                    operation, Script.EXTEND, type, partition, arguments, leases.size(), LeaseChanges::extended);
        });
    }

    private static ExtendResult extended(ScriptReply reply, long atMicros) {
        LeaseStatus status = status(reply);
        long expiresAtMicros = reply.number();
        return new ExtendResult(
                status,
                status == LeaseStatus.DONE ? OptionalLong.of(expiresAtMicros) : OptionalLong.empty(),
                reply.stamp(reply.number(), atMicros));
    }
}
