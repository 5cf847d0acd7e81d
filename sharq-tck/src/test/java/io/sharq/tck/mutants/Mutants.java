package io.sharq.tck.mutants;

import java.util.List;

/** The wrong backends. */
final class Mutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    1,
                    "time stands still until a clock that was set back has caught up",
                    new Edit(
                            "rules/SteadyTime",
                            "offsetMicros + Math.max(0, lastWallMicros - wallMicros));",
                            "offsetMicros);")),
            Mutant.of(
                    1,
                    "a lease's expiry is told in the backend's own time",
                    new Edit("model/Dequeues", "now.toWall(job.until)", "job.until + 1")),
            Mutant.of(
                    2,
                    "the spacing is forgotten once the queue has drained",
                    new Edit("rules/Memory", "if (isKept) {", "if (!isKept) {\n return 0;\n }\n if (isKept) {")),
            Mutant.of(
                    2,
                    "the spacing is one microsecond short",
                    new Edit(
                            "rules/Readiness",
                            "0 : lastReleaseMicros + intervalMicros;",
                            "0 : lastReleaseMicros + intervalMicros - 1;")),
            Mutant.of(
                    2,
                    "a job that came back goes without spacing",
                    new Edit("model/LeaseChanges", "job.requeues++;", "job.requeues++;\n job.queue.lastRelease = 0;")),
            Mutant.of(
                    2,
                    "a delayed job goes without spacing",
                    new Edit(
                            "rules/Readiness",
                            "Math.max(floor, queue.earliestDueMicros())",
                            "queue.earliestDueMicros()")),
            Mutant.of(
                    3,
                    "a lowered interval is ignored",
                    new Edit(
                            "model/Enqueues",
                            "if (interval != null && !keepsPinned) {",
                            "if (interval != null && !keepsPinned && interval >= queue.intervalMillis()) {")),
            Mutant.of(
                    3,
                    "a raised interval is ignored",
                    new Edit(
                            "model/Enqueues",
                            "if (interval != null && !keepsPinned) {",
                            "if (interval != null && !keepsPinned"
                                    + " && (queue.lastRelease == 0 || interval <= queue.intervalMillis())) {")),
            Mutant.of(
                    3,
                    "a changed interval waits for the next release",
                    new Edit(
                            "model/QueueControls",
                            "change.accept(queue);\n        now.settle(queue);",
                            "change.accept(queue);")),
            Mutant.of(
                    3,
                    "an enqueue changes a pinned interval",
                    new Edit("model/Enqueues", "item.settings(), queue.pinned)", "item.settings(), false)")),
            Mutant.of(
                    4,
                    "the queue of the least name is served",
                    new Edit(
                            "model/LimitTurns",
                            "Comparator.<ModelQueue>comparingLong(this::ready).thenComparing(BY_OWN_TURN)",
                            "Comparator.<ModelQueue, String>comparing(queue -> queue.id)")),
            Mutant.of(
                    4,
                    "a queue that has been served keeps its turn",
                    new Edit(
                            "model/ModelQueue",
                            "long before = wasServed ? Readiness.NEVER : since;",
                            "long before = since;"),
                    new Edit("model/ModelQueue", "if (wasServed || after != since) {", "if (after != since) {")),
            Mutant.of(
                    5,
                    "last in, first out",
                    new Edit(
                            "rules/Place",
                            "Long.compare(sequence, other.sequence)",
                            "Long.compare(other.sequence, sequence)")),
            Mutant.of(5, "the order is ignored", new Edit("rules/Place", "Integer.compare(order, other.order)", "0")),
            Mutant.of(
                    5,
                    "a job whose lease expired goes to the end",
                    new Edit(
                            "model/LeaseChanges",
                            "job.requeues++;",
                            "job.requeues++;\n"
                                    + " job.place = new io.sharq.rules.Place(job.place.order(), now.type().revision());")),
            Mutant.of(
                    5,
                    "a delayed job goes to the end once it is due",
                    new Edit(
                            "model/ModelQueue",
                            "job.state = JobState.QUEUED)",
                            "{ job.state = JobState.QUEUED;\n"
                                    + " job.place = new io.sharq.rules.Place(job.place.order(), Long.MAX_VALUE); })")),
            Mutant.of(
                    6,
                    "an ordered queue releases while a job is active",
                    new Edit(
                            "rules/Readiness",
                            "queue.ordered() && queue.active() > 0",
                            "queue.ordered() && queue.active() > 1")),
            Mutant.of(
                    6,
                    "a batch of an ordered queue ends after one job",
                    new Edit(
                            "model/Dequeues",
                            "takeTurn(true, true, now.at(), revision)",
                            "takeTurn(true, false, now.at(), revision)")),
            Mutant.of(
                    6,
                    "a failed job of an ordered queue is overtaken while it waits",
                    new Edit("model/LeaseChanges", "delay > 0 && job.queue.isOrdered();", "false;")),
            Mutant.of(
                    6,
                    "the delay of the job that failed last holds an ordered queue",
                    new Edit("model/LeaseChanges", "Math.max(job.queue.retry, now.at() + delay)", "now.at() + delay")),
            Mutant.of(
                    7,
                    "the cap on active jobs is off by one",
                    new Edit(
                            "rules/Readiness",
                            "queue.active() >= queue.concurrency()",
                            "queue.active() > queue.concurrency()")),
            Mutant.of(
                    7,
                    "a batch takes more than the cap",
                    new Edit(
                            "model/ModelQueue",
                            "isOrdered() && !ownsActive,\n concurrency(),",
                            "isOrdered() && !ownsActive,\n ownsActive ? 0 : concurrency(),")),
            Mutant.of(
                    8,
                    "a stale token is accepted",
                    new Edit("model/LeaseChanges", "lease.token() == null || lease.token().equals(job.token)", "true")),
            Mutant.of(
                    8,
                    "a token's nonce is not looked at",
                    new Edit(
                            "model/LeaseChanges",
                            "lease.token().equals(job.token)",
                            "lease.token().number() == java.util.Objects.requireNonNull(job.token).number()")),
            Mutant.of(
                    8,
                    "an expired lease is good until upkeep comes",
                    new Edit("model/LeaseChanges", ".filter(job -> Leases.isLive(job.until, now.at()))", "")),
            Mutant.of(
                    8,
                    "an extend shortens",
                    new Edit(
                            "rules/Leases",
                            "Math.max(expiresAtMicros, nowMicros + leaseMicros)",
                            "nowMicros + leaseMicros")),
            Mutant.of(
                    8,
                    "a dequeue that is sent again takes a second job",
                    new Edit("model/Dequeues", "if (before != null) {", "if (before != null && before.isEmpty()) {")),
            Mutant.of(
                    9,
                    "the requeue limit is off by one",
                    new Edit("rules/Requeues", "requeues < limit", "requeues <= limit")),
            Mutant.of(
                    9,
                    "a release counts",
                    new Edit(
                            "model/LeaseChanges",
                            "job.state = JobState.QUEUED;\n            now.settle(job.queue);",
                            "job.state = JobState.QUEUED;\n job.requeues++;\n now.settle(job.queue);")),
            Mutant.of(
                    9,
                    "a failure's delay is ignored",
                    new Edit(
                            "model/LeaseChanges",
                            "now, live.get(), item.delayMicros(), deadCount",
                            "now, live.get(), 0, deadCount")),
            Mutant.of(
                    9,
                    "a lease lives a microsecond too long",
                    new Edit("rules/Leases", "nowMicros < expiresAtMicros", "nowMicros <= expiresAtMicros")),
            Mutant.of(
                    9,
                    "a step of upkeep has no bound",
                    new Edit("model/Upkeep", "                .limit(request.limit())\n", "")),
            Mutant.of(
                    9,
                    "a type whose lease expires now is not due yet",
                    new Edit("model/Upkeep", "!Leases.isLive(job.until, now))", "!Leases.isLive(job.until, now - 1))")),
            Mutant.of(
                    9,
                    "a type is due only when all of its leases have expired",
                    new Edit(
                            "model/Upkeep",
                            "stream().anyMatch(job -> !Leases.isLive(job.until, now))",
                            "stream().allMatch(job -> !Leases.isLive(job.until, now))")),
            Mutant.of(
                    9,
                    "every type is due always",
                    new Edit("model/Upkeep", "return type.isGone()\n", "return !type.isGone()\n")),
            Mutant.of(
                    9,
                    "a listing of due types ends with its first part",
                    new Edit("model/ModelBackend", "new DueReply(part, next,", "new DueReply(part, null,")),
            Mutant.of(
                    9,
                    "a failure without a reason keeps the older one",
                    new Edit(
                            "model/LeaseChanges",
                            "live.get().failure = item.reason();",
                            "live.get().failure = item.reason() == null ? live.get().failure : item.reason();")),
            Mutant.of(
                    10,
                    "a duplicate overwrites",
                    new Edit(
                            "model/Enqueues",
                            "item.jobId(), now.at()).isPresent()",
                            "item.jobId(), now.at()).isPresent() && now.at() < 0")),
            Mutant.of(
                    10,
                    "a dead job's id is free",
                    new Edit(
                            "model/Enqueues",
                            "item.jobId(), now.at()).isPresent()",
                            "item.jobId(), now.at()).filter(job -> !job.is(JobState.DEAD)).isPresent()")),
            Mutant.of(
                    10,
                    "a finished job is held a microsecond too short",
                    new Edit("model/ModelJob", "until <= now;", "until <= now + 1;")),
            Mutant.of(
                    10,
                    "a finished job is forgotten with the counts of its queue",
                    new Edit(
                            "rules/Memory",
                            "Math.max(Readiness.floor(queue), retainedUntilMicros)",
                            "Readiness.floor(queue)")),
            Mutant.of(
                    11,
                    "one job more than the longest length is taken",
                    new Edit("model/Enqueues", "length >= longest", "length > longest")),
            Mutant.of(
                    11,
                    "a refused enqueue changes the interval",
                    new Edit(
                            "model/Enqueues",
                            "return new EnqueueResult(EnqueueStatus.QUEUE_FULL,",
                            "known.ifPresent(queue -> change(queue, item.settings(), false));\n"
                                    + " return new EnqueueResult(EnqueueStatus.QUEUE_FULL,")),
            Mutant.of(
                    11,
                    "active jobs count as waiting",
                    new Edit(
                            "model/ModelQueue",
                            "return count(JobState.QUEUED) + count(JobState.SCHEDULED);",
                            "return count(JobState.QUEUED) + count(JobState.SCHEDULED) + count(JobState.ACTIVE);")),
            Mutant.of(
                    12,
                    "a batch of enqueues stops at its first refusal",
                    new Edit("model/ModelBackend", "now -> item -> Enqueues.enqueue(now, item)", """
                            now -> new Function<io.sharq.spi.EnqueueItem, EnqueueResult>() {
                                private EnqueueResult last;

                                @Override
                                public EnqueueResult apply(io.sharq.spi.EnqueueItem item) {
                                    if (last == null || last.status() == io.sharq.api.EnqueueStatus.QUEUED) {
                                        last = Enqueues.enqueue(now, item);
                                    }
                                    return last;
                                }
                            }""")),
            Mutant.of(
                    12,
                    "a batch is taken from one queue after the other",
                    new Edit(
                            "model/Dequeues",
                            "if (from instanceof DequeueFrom.OneQueue && last != null) {",
                            "if (last != null && last.since <= now.at()) {")),
            Mutant.of(
                    13,
                    "a drained queue is never forgotten",
                    new Edit(
                            "model/ModelType",
                            "queue.jobs.values().stream().allMatch(job -> job.is(JobState.FINISHED));",
                            "false;")),
            Mutant.of(
                    13,
                    "a drained queue is left behind in the store",
                    new Edit(
                            "model/Upkeep",
                            "        now.type().queues.values().removeIf(queue -> queue.forget <= now.at());\n",
                            "")),
            Mutant.of(
                    13,
                    "a type with a drained queue is never due",
                    new Edit("model/Upkeep", "queue -> queue.forget <= now);", "queue -> false);")),
            Mutant.of(
                    13,
                    "an empty type is never due",
                    new Edit("model/Upkeep", "return type.isGone()\n", "return false\n")),
            Mutant.of(
                    13,
                    "a drained queue is forgotten before its counts",
                    new Edit("rules/Memory", "Minutes.WINDOW * Minutes.MINUTE_MICROS", "Minutes.MINUTE_MICROS")),
            Mutant.of(
                    13,
                    "a job is lost when its lease expires twice",
                    new Edit(
                            "model/LeaseChanges",
                            "job.requeues++;",
                            "job.requeues++;\n if (job.requeues > 1) {\n job.queue.jobs.remove(job.id);\n }")),
            Mutant.of(
                    13,
                    "a clear leaves delayed jobs behind",
                    new Edit("model/QueueControls", "waiting.addAll(queue.scheduled());", "")),
            Mutant.of(
                    14,
                    "a dead job is dropped",
                    new Edit("model/DeadJobs", "pushOut(now, count, PUSHED_OUT);", "remove(now, job);")),
            Mutant.of(
                    14,
                    "a death pushes out one job at most",
                    new Edit("model/DeadJobs", "PUSHED_OUT = 100", "PUSHED_OUT = 1")),
            Mutant.of(
                    14,
                    "the newest dead job makes room",
                    new Edit(
                            "model/DeadJobs",
                            "dead.subList(0, over).forEach(",
                            "dead.subList(dead.size() - over, dead.size()).forEach(")),
            Mutant.of(
                    14,
                    "dead jobs do not age",
                    new Edit("model/DeadJobs", "job -> job.death <= now.at() - age", "job -> false")),
            Mutant.of(
                    14,
                    "a type with a dead job that is too old is not due",
                    new Edit("model/Upkeep", "job.death <= now - limits.maxAgeMicros()", "false")),
            Mutant.of(
                    14,
                    "a type with too many dead jobs is not due",
                    new Edit("model/Upkeep", "dead.size() > limits.maxCount()", "false")),
            Mutant.of(
                    14,
                    "a redriven job has used up its requeues",
                    new Edit("model/DeadJobs", "            job.requeues = 0;\n", "")),
            Mutant.of(
                    14,
                    "of the limits on dead jobs that clients record, the least count holds",
                    new Edit("model/SharedDeadLimits", "int count = Math.max(", "int count = Math.min(")),
            Mutant.of(
                    14,
                    "the limits on dead jobs of the last client hold, however low",
                    new Edit(
                            "model/SharedDeadLimits",
                            "if (request.replaces()) {",
                            "if (request.replaces() || given.maxAgeMicros() > 0) {")),
            Mutant.of(
                    14,
                    "limits on dead jobs are never replaced by lower ones",
                    new Edit(
                            "model/SharedDeadLimits",
                            "if (request.replaces()) {",
                            "if (request.replaces() && given.maxCount() > recorded.maxCount()) {")),
            Mutant.of(
                    15,
                    "a paused type releases",
                    new Edit("model/Dequeues", "if (now.type().paused) {", "if (now.type().paused && now.at() < 0) {")),
            Mutant.of(
                    15,
                    "a paused queue releases",
                    new Edit("rules/Readiness", "if (queue.paused() || isEmpty(queue)", "if (isEmpty(queue)")),
            Mutant.of(
                    15,
                    "a hold takes the place of the spacing",
                    new Edit(
                            "rules/Readiness",
                            "Math.max(Math.max(spaced, queue.heldUntilMicros()), queue.retryAtMicros())",
                            "Math.max(queue.heldUntilMicros() > 0 ? queue.heldUntilMicros() : spaced,"
                                    + " queue.retryAtMicros())")),
            Mutant.of(
                    15,
                    "a hold until an instant does not go by a clock that was set back",
                    new Edit(
                            "model/QueueControls",
                            "now.type().fromWall(until.atMicros(), now.wall())",
                            "until.atMicros()")),
            Mutant.of(
                    16,
                    "jobs are counted in the wrong minute",
                    new Edit(
                            "model/ModelCounts",
                            "add(wall / MINUTE, 1, 0)",
                            "add((wall + MINUTE / 2) / MINUTE, 1, 0)")),
            Mutant.of(
                    16,
                    "a count is forgotten after nine minutes",
                    new Edit(
                            "model/ModelCounts",
                            "minutes.headMap(minutes.lastKey() - KEPT, true)",
                            "minutes.headMap(minutes.lastKey() - KEPT + 1, true)")),
            Mutant.of(
                    16,
                    "dead jobs count as active",
                    new Edit(
                            "model/JobViews",
                            "                count(queues, JobState.ACTIVE),\n",
                            "                count(queues, JobState.ACTIVE) + count(queues, JobState.DEAD),\n")),
            Mutant.of(
                    16,
                    "counts go on though the clock was set back beyond them",
                    new Edit("model/ModelCounts", "minutes.clear();", "return;")),
            Mutant.of(
                    16,
                    "a paused type says that a job is ready",
                    new Edit("model/JobViews", "since <= now.at() && !now.type().paused", "since <= now.at()")),
            Mutant.of(
                    16,
                    "a queue counts as ready before its interval has passed",
                    new Edit(
                            "model/JobViews",
                            "since <= now.at() && !now.type().paused",
                            "since != io.sharq.rules.Readiness.NEVER && !now.type().paused")),
            Mutant.of(
                    16,
                    "the queue that became ready last tells since when",
                    new Edit("model/JobViews", ".map(now::toWall) .min();", ".map(now::toWall).max();")),
            Mutant.of(
                    16,
                    "since when a queue is ready is told in the backend's own time",
                    new Edit("model/JobViews", ".map(now::toWall) .min();", ".min();")),
            Mutant.of(
                    16,
                    "of all types the last one tells since when a job is ready",
                    new Edit(
                            "rules/MetricsSum",
                            "Math.min( oldestReadyAtMicros, type.oldestReadyAt().map(EpochMicros::of).orElse(Readiness.NEVER))",
                            "type.oldestReadyAt().map(EpochMicros::of).orElse(oldestReadyAtMicros)")),
            Mutant.of(
                    17,
                    "a bad cursor is taken for the first page",
                    new Edit(
                            "model/Pages",
                            "throw new InvalidValueException(\"cursor\", \"It must be one that a listing gave.\", e);",
                            "return 0;")),
            Mutant.of(
                    17,
                    "names that differ in case are one",
                    new Edit(
                            "model/ModelQueue",
                            "Map<String, ModelJob> jobs = new TreeMap<>();",
                            "Map<String, ModelJob> jobs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);")),
            Mutant.of(
                    17,
                    "queue ids that differ after their 143rd character are one",
                    new Edit(
                            "model/ModelType",
                            "Map<String, ModelQueue> queues = new TreeMap<>();",
                            "Map<String, ModelQueue> queues = new TreeMap<>(java.util.Comparator.comparing((String id) -> id.substring(0,"
                                    + " Math.min(143, id.length()))));")),
            Mutant.of(
                    17,
                    "an escaped slash in a job id is a slash",
                    new Edit(
                            "model/ModelQueue",
                            "Map<String, ModelJob> jobs = new TreeMap<>();",
                            "Map<String, ModelJob> jobs = new TreeMap<>(java.util.Comparator.comparing("
                                    + "(String id) -> id.replace(\"%2F\", \"/\")));")),
            Mutant.of(
                    17,
                    "a payload is kept as text",
                    new Edit(
                            "model/Enqueues",
                            "item.jobId(), item.payload(), item",
                            "item.jobId(), io.sharq.api.Payload.of(new String(item.payload().toByteArray(),"
                                    + " java.nio.charset.StandardCharsets.UTF_8)"
                                    + ".getBytes(java.nio.charset.StandardCharsets.UTF_8)), item")),
            new Mutant(
                    "bounds:",
                    "a type has one queue more than it may have",
                    List.of(new Edit(
                            "model/ModelType",
                            "queues.size() < bounds.maxQueues()",
                            "queues.size() <= bounds.maxQueues()"))),
            new Mutant(
                    "bounds:",
                    "a queue that is there takes no job once there are as many as there may be",
                    List.of(new Edit("model/ModelType", "return queues.containsKey(id) || queues", "return queues"))),
            new Mutant(
                    "bounds:",
                    "a job that is refused for its queue is counted as enqueued",
                    List.of(new Edit(
                            "model/Enqueues",
                            "return new EnqueueResult(EnqueueStatus.TOO_MANY_QUEUES,",
                            "now.type().counts.enqueued(now.wall());\n"
                                    + " return new EnqueueResult(EnqueueStatus.TOO_MANY_QUEUES,"))),
            new Mutant(
                    "bounds:",
                    "a job that would make a queue too many ends its whole batch",
                    List.of(new Edit(
                            "model/Enqueues",
                            "return new EnqueueResult(EnqueueStatus.TOO_MANY_QUEUES, 0, now.stamp());",
                            "throw now.type().bounds.tooManyQueues(\"enqueue\");"))),
            new Mutant(
                    "bounds:",
                    "a configure makes a queue too many",
                    List.of(new Edit(
                            "model/QueueControls",
                            "if (!now.type().hasRoomFor(queueId)) {",
                            "if (!now.type().hasRoomFor(queueId) && now.at() < 0) {"))),
            new Mutant(
                    "bounds:",
                    "there is one type more than there may be",
                    List.of(new Edit(
                            "model/ModelBackend", "others >= bounds.maxTypes()", "others > bounds.maxTypes()"))),
            new Mutant(
                    "bounds:",
                    "a pause makes a type too many",
                    List.of(new Edit(
                            "model/ModelBackend",
                            "return request.paused()\n                ? ifRoom(",
                            "return request.paused() && bounds.maxTypes() == 0\n                ? ifRoom("))),
            new Mutant(
                    "bounds:",
                    "a queue that is forgotten keeps its place",
                    List.of(new Edit(
                            "model/Upkeep",
                            "        now.type().queues.values().removeIf(queue -> queue.forget <= now.at());\n",
                            ""))),
            new Mutant(
                    "waiting:",
                    "a wake-up is lost when another queue is already in turn",
                    List.of(new Edit(
                            "model/ModelBackend",
                            "if (!type.paused && after < before) {",
                            "if (!type.paused && after < before && before == Readiness.NEVER) {"))),
            new Mutant(
                    "waiting:",
                    "a dequeue that finds nothing does not say when to come back",
                    List.of(new Edit(
                            "model/Dequeues",
                            "jobs.size() < request.count() || request.namesNext()",
                            "request.namesNext()"))),
            new Mutant(
                    "waiting:",
                    "a dequeue that got all does not say when to come back though it is asked to",
                    List.of(new Edit(
                            "model/Dequeues",
                            "jobs.size() < request.count() || request.namesNext()",
                            "jobs.size() < request.count()"))),
            Mutant.of(
                    18,
                    "the second limit is not taken when the first one was",
                    new Edit(
                            "model/Dequeues",
                            "now.type().limitsOf(queue)) {",
                            "now.type().limitsOf(queue).stream().limit(1).toList()) {")),
            Mutant.of(
                    18,
                    "one open limit of several is enough",
                    new Edit(
                            "model/LimitTurns",
                            "ready = Math.max(ready, Math.max(limit.gate(at)",
                            "return Math.max(ready, Math.max(limit.gate(at)")),
            Mutant.of(
                    18,
                    "a look takes a unit",
                    new Edit(
                            "model/Limits",
                            "LimitInstant at = now.instant();",
                            "LimitInstant at = now.instant();\n limit.release(now.at(), 1, at);")),
            Mutant.of(
                    18,
                    "an expiry gives back no concurrency",
                    new Edit(
                            "model/Upkeep",
                            "requeued += LeaseChanges",
                            "job.taken.clear();\n requeued += LeaseChanges")),
            Mutant.of(
                    18,
                    "the end of a lease gives its cost back",
                    new Edit("model/LeaseChanges", "getOrDefault(name, cost)", "getOrDefault(name, 0L)")),
            Mutant.of(
                    18,
                    "a settlement only goes up",
                    new Edit(
                            "model/LeaseChanges",
                            "used.units().getOrDefault(name, cost), revision",
                            "Math.max(cost, used.units().getOrDefault(name, cost)), revision")),
            Mutant.of(
                    18,
                    "a settlement is a subtraction",
                    new Edit(
                            "rules/limit/RateLevel",
                            "change == 0 ? last : replayed(base, settled)",
                            "new LevelPoint(last.number(), last.atMicros(),\n"
                                    + " Math.max(0, last.level() + change * last.terms().unit()), last.terms())")),
            Mutant.of(
                    18,
                    "an unknown limit means no limit",
                    new Edit("model/Limits", "if (!areKnown || ", "if (areKnown && ")),
            Mutant.of(
                    18,
                    "a limit is deleted under its queues",
                    new Edit("model/Limits", "queues(now, key.limit()) > 0", "queues(now, key.limit()) > 99")),
            Mutant.of(
                    18,
                    "a limit is deleted under the default that names it",
                    new Edit("model/Limits", "|| now.type().defaults.name(key.limit())", "")),
            Mutant.of(
                    18,
                    "a queue does not draw from the limits of its default",
                    new Edit(
                            "model/ModelQueue",
                            "own != null ? own : defaults.value(id, QueueChange::limits, LimitNames.NONE)",
                            "own != null ? own : LimitNames.NONE")),
            Mutant.of(
                    18,
                    "the cost of the first job is not checked against the default",
                    new Edit(
                            "model/Enqueues",
                            "now.type().defaults.value(item.queueId(), QueueChange::limits, LimitNames.NONE)",
                            "LimitNames.NONE")),
            Mutant.of(
                    18,
                    "a job that dies at its deadline takes from the limits",
                    new Edit(
                            "model/DeadJobs",
                            "bury(now, job, job.deadline);",
                            "bury(now, job, job.deadline);  now.type().limitsOf(job.queue).forEach(limit ->\n"
                                    + " limit.release(now.type().revision(), 1, now.instant()));")),
            Mutant.of(
                    18,
                    "every job costs one unit",
                    new Edit("model/Dequeues", "limit.release(revision, cost, ", "limit.release(revision, 1, ")),
            Mutant.of(
                    19,
                    "the burst is one unit too great",
                    new Edit("rules/limit/RateTerms", "Exact.times(burst - 1, unit)", "Exact.times(burst, unit)")),
            Mutant.of(
                    19,
                    "a rate opens a microsecond early",
                    new Edit(
                            "rules/limit/RateTerms",
                            "atMicros + Exact.dividedUp(over, fall)",
                            "atMicros + over / fall")),
            Mutant.of(
                    19,
                    "a rolling quota has fixed windows",
                    new Edit(
                            "rules/limit/RollingCount",
                            "opens = slot.lastMicros() + terms.spanMicros();",
                            "opens = (slot.lastMicros() / terms.spanMicros() + 1) * terms.spanMicros();")),
            Mutant.of(
                    19,
                    "the spacing of a limit is lost when the queue that used it drained",
                    new Edit(
                            "model/LeaseChanges",
                            "job.taken.clear();",
                            "job.taken.clear();  now.type().limitsOf(job.queue).forEach(limit -> { "
                                    + " ModelLimit fresh = new ModelLimit(limit.name, revision); "
                                    + " limit.state = fresh.state.changed( "
                                    + " io.sharq.rules.limit.LimitTerms.NONE, limit.terms, revision, now.instant()); });")),
            Mutant.of(
                    19,
                    "a day ends by UTC",
                    new Edit("rules/limit/Boundaries", "next = zone.firstAt(day * DAY);", "next = day * DAY;")),
            Mutant.of(
                    19,
                    "hours go by UTC",
                    new Edit(
                            "rules/limit/WeekHours",
                            "wallMicros + zone.offset(index) + MONDAY",
                            "wallMicros + MONDAY")),
            Mutant.of(
                    19,
                    "a held limit is open",
                    new Edit("rules/limit/LimitState", "Math.max(heldUntilMicros, spaced(terms))", "spaced(terms)")),
            Mutant.of(
                    20,
                    "a changed rate starts with an empty level",
                    new Edit(
                            "rules/limit/LimitState",
                            "return rate == null\n                ? RateLevel",
                            "return rate == null || !terms.equals(rate.last().terms())\n                ? RateLevel")),
            Mutant.of(
                    20,
                    "a changed quota counts from 0",
                    new Edit(
                            "rules/limit/LimitState",
                            "return rolling == null || before == null",
                            "return rolling == null || before == null || !before.equals(terms)")),
            Mutant.of(
                    20,
                    "a change that does not fit is made in part",
                    new Edit(
                            "model/Limits",
                            "LimitParts parts = request.change()",
                            "if (request.paused() != null && known != null) { "
                                    + " known.state = known.state.paused(request.paused());  } "
                                    + " LimitParts parts = request.change()")),
            Mutant.of(
                    21,
                    "a closed limit delays queues that do not draw from it",
                    new Edit(
                            "model/LimitTurns",
                            ".filter(queue -> ready(queue) <= at.nowMicros())",
                            ".sorted(BY_OWN_TURN).limit(1).filter(queue -> ready(queue) <= at.nowMicros())")),
            Mutant.of(
                    21,
                    "the instant at which a limit opened does not count",
                    new Edit(
                            "model/LimitTurns",
                            "Comparator.<ModelQueue>comparingLong(this::ready).thenComparing(BY_OWN_TURN)",
                            "BY_OWN_TURN")),
            Mutant.of(
                    21,
                    "limits keep no room for queues that need several",
                    new Edit("model/LimitTurns", "return waiting == queue ? 0 : others;", "return 0;")),
            Mutant.of(
                    21,
                    "limits keep room for queues that do not wait any more",
                    new Edit("model/LimitTurns", ".filter(queue -> queue.since <= at.nowMicros())", "")),
            Mutant.of(
                    21,
                    "limits keep their room for as long as it takes",
                    new Edit(
                            "model/LimitTurns",
                            "others <= opens + gate.unitIntervalMicros()",
                            "others < Readiness.NEVER")),
            Mutant.of(
                    21,
                    "an empty reply names an instant at which the limit is closed",
                    new Edit(
                            "model/LimitTurns",
                            "return type.queues.values().stream().mapToLong(this::ready).min()",
                            "return type.queues.values().stream().mapToLong(queue -> queue.since).min()")),
            Mutant.of(
                    22,
                    "a throttle counts against the requeue limit",
                    new Edit(
                            "model/LeaseChanges",
                            "long released = Objects.requireNonNull(job.token).number();",
                            "long released = Objects.requireNonNull(job.token).number();\n job.requeues++;")),
            Mutant.of(
                    22,
                    "each job that was out raises the hold",
                    new Edit("rules/Throttling", "if (leaseNumber < raisedAt) {", "if (leaseNumber < 0) {")),
            Mutant.of(
                    22,
                    "a throttle shortens a hold",
                    new Edit("rules/Throttling", "untilMicros > heldUntilMicros ?", "untilMicros > 0 ?"),
                    new Edit("model/LeaseChanges", "if (held > queue.held) {", "if (held != queue.held) {")),
            Mutant.of(
                    22,
                    "the growth of a hold is never forgotten",
                    new Edit(
                            "rules/Throttling",
                            "boolean isQuiet = nowMicros >= heldUntilMicros + maxHoldMicros;",
                            "boolean isQuiet = level == 0;")),
            Mutant.of(
                    22,
                    "a hold grows beyond the longest",
                    new Edit(
                            "rules/Throttling",
                            "Math.min(maxHoldMicros, FIRST_MICROS << (grown - 1));",
                            "FIRST_MICROS << (grown - 1);")),
            Mutant.of(
                    22,
                    "a throttle of an ended lease holds the queue",
                    new Edit(
                            "model/LeaseChanges",
                            ".filter(job -> Leases.isLive(job.until, now.at()))",
                            ".filter(job -> job.token != null)")),
            Mutant.of(
                    23,
                    "a job is released at its deadline",
                    new Edit("rules/Deadlines", "nowMicros >= deadlineMicros", "nowMicros > deadlineMicros")),
            Mutant.of(
                    23,
                    "a job is released after its deadline",
                    new Edit("model/ModelJob", "waits() && Deadlines.hasPassed(deadline, now)", "false")),
            Mutant.of(
                    23,
                    "a job that is late is discarded",
                    new Edit(
                            "model/DeadJobs",
                            "bury(now, job, job.deadline);",
                            "job.queue.jobs.remove(job.id);\n now.settle(job.queue);")),
            Mutant.of(
                    23,
                    "a job that is late has no reason",
                    new Edit(
                            "model/DeadJobs",
                            "            now.change();\n            job.failure = DeadJob.DEADLINE;\n",
                            "            now.change();\n")),
            Mutant.of(
                    23,
                    "late jobs take from the limit of a step",
                    new Edit(
                            "model/Upkeep",
                            ".limit(request.limit())",
                            ".limit(Math.max(0, request.limit() - now.type().all(JobState.DEAD).size()))")),
            Mutant.of(
                    23,
                    "upkeep comes for late jobs when it comes for something else",
                    new Edit("model/Upkeep", "                || !type.overdue(now).isEmpty()\n", "")),
            Mutant.of(
                    23,
                    "a running lease ends at the deadline",
                    new Edit(
                            "model/ModelJob",
                            "return waits() && Deadlines",
                            "return (waits() || is(JobState.ACTIVE)) && Deadlines")),
            Mutant.of(
                    23,
                    "a job that comes back late is released again",
                    new Edit(
                            "model/LeaseChanges",
                            "if (Deadlines.hasPassed(job.deadline, now.at())) {\n            DeadJobs.buryOverdue(now, job);",
                            "if (false) {\n            DeadJobs.buryOverdue(now, job);"),
                    new Edit(
                            "model/DeadJobs",
                            "job -> {\n            now.change();\n            job.failure",
                            "job -> {\n if (job.deliveries > 0) { return; }\n now.change();\n job.failure"),
                    new Edit(
                            "model/Upkeep",
                            "|| !type.overdue(now).isEmpty()",
                            "|| type.overdue(now).stream().anyMatch(job -> job.deliveries == 0)")),
            Mutant.of(
                    23,
                    "a late failure counts as a requeue",
                    new Edit(
                            "model/LeaseChanges",
                            "            job.failure = DeadJob.DEADLINE;\n",
                            "            job.failure = DeadJob.DEADLINE;\n job.requeues++;\n")),
            Mutant.of(
                    23,
                    "a redriven job keeps its deadline",
                    new Edit("model/DeadJobs", "            job.deadline = Deadlines.NONE;\n", "")),
            Mutant.of(
                    23,
                    "the deadline counts from when a delayed job is due",
                    new Edit(
                            "model/Enqueues",
                            "Deadlines.at(item.options().deadlineMicros(), now.at())",
                            "Deadlines.at(item.options().deadlineMicros(),"
                                    + " now.at() + item.options().delayMicros())")),
            Mutant.of(
                    23,
                    "a change of a job ends its deadline",
                    new Edit(
                            "model/JobChanges",
                            "            if (item.order() != null) {\n",
                            "            job.deadline = Long.MAX_VALUE;\n            if (item.order() != null) {\n")),
            Mutant.of(
                    23,
                    "a job with headers has no deadline",
                    new Edit(
                            "model/Enqueues",
                            "Deadlines.at(item.options().deadlineMicros(), now.at())",
                            "item.headers().isEmpty()"
                                    + " ? Deadlines.at(item.options().deadlineMicros(), now.at()) : Deadlines.NONE")),
            Mutant.of(
                    23,
                    "a job that dies at its deadline loses its headers",
                    new Edit(
                            "model/DeadJobs",
                            "                job.headers,\n",
                            "                DeadJob.DEADLINE.equals(job.failure)"
                                    + " ? io.sharq.api.Headers.NONE : job.headers,\n")),
            Mutant.of(
                    23,
                    "the earliest release of a job comes after its deadline",
                    new Edit("model/JobViews", "|| Deadlines.hasPassed(job.deadline, release)", "")),
            Mutant.of(
                    24,
                    "the shortest pattern that matches counts",
                    new Edit(
                            "model/ModelDefaults",
                            "Comparator.comparingInt(String::length)",
                            "Comparator.comparingInt(pattern -> -pattern.length())")),
            Mutant.of(
                    24,
                    "the longest pattern counts for every setting, even if it does not name it",
                    new Edit("model/ModelDefaults", """
                            .filter(entry -> setting.apply(entry.getValue()) != null)
                            .map(Map.Entry::getKey)
                            .filter(pattern -> queueId.startsWith(pattern.substring(0, pattern.length() - 1)))
                            .max(Comparator.comparingInt(String::length));""", """
                            .map(Map.Entry::getKey)
                            .filter(pattern -> queueId.startsWith(pattern.substring(0, pattern.length() - 1)))
                            .max(Comparator.comparingInt(String::length))
                            .filter(pattern -> setting.apply(ofPatterns.get(pattern)) != null);""")),
            Mutant.of(
                    24,
                    "a pattern is a regular expression",
                    new Edit(
                            "model/ModelDefaults",
                            "queueId.startsWith(pattern.substring(0, pattern.length() - 1))",
                            "queueId.matches(pattern.substring(0, pattern.length() - 1) + \".*\")")),
            Mutant.of(
                    24,
                    "a default overrides what a queue has itself",
                    new Edit(
                            "model/ModelQueue",
                            "return own != null ? own : defaults.value(id, QueueChange::intervalMillis, 0L);",
                            "return defaults.value(id, QueueChange::intervalMillis, own != null ? own : 0L);")),
            Mutant.of(
                    24,
                    "a new queue copies the default, and later changes do not reach it",
                    new Edit(
                            "model/Enqueues",
                            "change(queue, item.settings(), queue.pinned);",
                            "if (queue.interval == null) {\n queue.interval = queue.intervalMillis();\n }\n"
                                    + " change(queue, item.settings(), queue.pinned);")),
            Mutant.of(
                    24,
                    "a changed default waits for the next release",
                    new Edit(
                            "model/ModelDefaults",
                            "queue.forget > now.at() && !queue.settings()",
                            "queue.forget < now.at() && !queue.settings()")),
            Mutant.of(
                    24,
                    "a changed default reaches the first thousand queues",
                    new Edit(
                            "model/ModelDefaults",
                            "type.queues.forEach((id, queue) -> {",
                            "type.queues.keySet().stream().limit(1_000).toList().forEach(id -> {\n"
                                    + " ModelQueue queue = type.queues.get(id);")),
            Mutant.of(
                    24,
                    "a queue that goes back keeps the value that it had",
                    new Edit("model/QueueControls", "queue.interval = null;", "")),
            Mutant.of(
                    24,
                    "a removed default stays",
                    new Edit(
                            "model/ModelDefaults",
                            "removed.contains(QueueSetting.INTERVAL) ? null : before.intervalMillis()",
                            "before.intervalMillis()")),
            Mutant.of(
                    24,
                    "a pinned queue does not follow a default",
                    new Edit(
                            "model/ModelQueue",
                            "Long own = interval;",
                            "Long own = pinned ? Long.valueOf(0) : interval;")),
            Mutant.of(
                    24,
                    "the defaults go with the last queue",
                    new Edit(
                            "model/ModelType",
                            "return queues.isEmpty() && limits.isEmpty() && defaults.isEmpty() && !paused;",
                            "return queues.isEmpty() && limits.isEmpty() && !paused;")),
            Mutant.of(
                    24,
                    "a drained queue is forgotten by its old interval",
                    new Edit(
                            "model/ModelDefaults",
                            "now.settle(queue);",
                            "queue.takeTurn(false, false, now.at(), type.revision());")),
            Mutant.of(
                    24,
                    "the settings of a forgotten queue come back with it",
                    new Edit("model/ModelType", "new ModelQueue(id, defaults);", """
                            new ModelQueue(id, defaults);
                            if (queues.containsKey(id)) {
                                made.interval = queues.get(id).interval;
                            }""")),
            Mutant.of(
                    24,
                    "one pattern too many is taken",
                    new Edit("model/ModelDefaults", "MOST_PATTERNS = 100;", "MOST_PATTERNS = 1_000;")),
            Mutant.of(
                    25,
                    "a cancelled job is dead instead of gone",
                    new Edit("model/JobChanges", "job.queue.jobs.remove(job.id));", "job.state = JobState.DEAD);")),
            Mutant.of(
                    25,
                    "a job with another order goes behind all others of that order",
                    new Edit("model/JobChanges", "job.place.sequence());", "now.type().revision());")),
            Mutant.of(
                    25,
                    "a job that is made due later is released at once",
                    new Edit(
                            "model/JobChanges",
                            "item.delayMicros() > 0 ? JobState.SCHEDULED",
                            "item.delayMicros() < 0 ? JobState.SCHEDULED")),
            Mutant.of(
                    25,
                    "a job under a lease is cancelled",
                    new Edit(
                            "model/JobChanges",
                            "found.get().waits()) {",
                            "(found.get().waits() || found.get().is(JobState.ACTIVE))) {")),
            Mutant.of(
                    25,
                    "the turn of a queue does not follow a change",
                    new Edit("model/JobChanges", "now.settle(job.queue);", "")),
            Mutant.of(
                    26,
                    "headers are dropped",
                    new Edit("model/Enqueues", "item.headers(), place", "io.sharq.api.Headers.NONE, place")),
            Mutant.of(
                    26,
                    "the names of headers are in lower case",
                    new Edit("model/Enqueues", "item.headers(), place", """
                            io.sharq.api.Headers.of(item.headers().toMap().entrySet().stream()
                                    .collect(java.util.stream.Collectors.toMap(
                                            header -> header.getKey().toLowerCase(java.util.Locale.ROOT),
                                            java.util.Map.Entry::getValue,
                                            (one, other) -> one,
                                            java.util.LinkedHashMap::new))),
                            place""")),
            Mutant.of(
                    26,
                    "headers go with the first lease",
                    new Edit(
                            "model/Dequeues",
                            "                job.headers,\n",
                            "                job.deliveries > 1 ? io.sharq.api.Headers.NONE : job.headers,\n")),
            Mutant.of(
                    26,
                    "a dead job has lost its headers",
                    new Edit(
                            "model/DeadJobs",
                            "                job.headers,\n",
                            "                io.sharq.api.Headers.NONE,\n")),
            Mutant.of(
                    26,
                    "waiting jobs are listed without their headers",
                    new Edit(
                            "model/JobViews",
                            "                        job.headers))",
                            "                        Headers.NONE))")),
            Mutant.of(
                    26,
                    "a changed payload takes the headers along",
                    new Edit("model/ModelJob", "final Headers headers;", "Headers headers;"),
                    new Edit(
                            "model/JobChanges",
                            "job.payload = item.payload();",
                            "job.payload = item.payload();\n job.headers = io.sharq.api.Headers.NONE;")),
            Mutant.of(
                    26,
                    "a finished job keeps its headers",
                    new Edit(
                            "model/JobViews", "job.is(JobState.FINISHED) ? Headers.NONE : job.headers", "job.headers")),
            Mutant.of(
                    26,
                    "a duplicate replaces the headers",
                    new Edit("model/ModelJob", "final Headers headers;", "Headers headers;"),
                    new Edit(
                            "model/Enqueues",
                            "return new EnqueueResult(EnqueueStatus.DUPLICATE,",
                            "now.type().find(item.queueId(), item.jobId(), now.at())"
                                    + ".ifPresent(job -> job.headers = item.headers());\n"
                                    + " return new EnqueueResult(EnqueueStatus.DUPLICATE,")),
            Mutant.of(27, "the result is not kept", new Edit("model/LeaseChanges", "job.result = item.result();", "")),
            Mutant.of(
                    27,
                    "a result replaces that of another job of its batch",
                    new Edit(
                            "model/ModelBackend",
                            "request.items(), now -> item -> LeaseChanges.finish(now, item, retention)",
                            "request.items(), now -> item -> LeaseChanges.finish(now,"
                                    + " new io.sharq.spi.FinishItem(item.lease(), request.items().get(0).result()),"
                                    + " retention)")),
            Mutant.of(
                    27,
                    "a result outlives its retention",
                    new Edit(
                            "model/ModelJob",
                            "return is(JobState.FINISHED) && until <= now;",
                            "return is(JobState.FINISHED) && until <= now && result == null;")),
            Mutant.of(
                    27,
                    "the death of a watched job is not notified",
                    new Edit(
                            "model/ModelBackend",
                            "found.get().is(JobState.FINISHED) || found.get().is(JobState.DEAD)",
                            "found.get().is(JobState.FINISHED)")),
            Mutant.of(
                    27,
                    "the death of a watched job at its deadline is not notified",
                    new Edit(
                            "model/ModelBackend",
                            "|| found.get().is(JobState.DEAD)",
                            "|| found.get().is(JobState.DEAD)" + " && !DeadJob.DEADLINE.equals(found.get().failure)")),
            Mutant.of(
                    27,
                    "a cancel of a watched job is not notified",
                    new Edit(
                            "model/ModelBackend",
                            "return found.isEmpty() || found.get().is",
                            "return found.isPresent() && found.get().is")),
            Mutant.of(
                    27,
                    "a watched job is notified when it is requeued",
                    new Edit(
                            "model/ModelBackend",
                            "return found.isEmpty() || found.get().is",
                            "return found.isEmpty() || found.get().requeues > 0 || found.get().is")),
            Mutant.of(
                    27,
                    "only the first watch of a type is notified",
                    new Edit("model/ModelBackend", "ended.forEach(watched::remove);", "watched.clear();")),
            Mutant.of(
                    28,
                    "the consumer is not kept",
                    new Edit("model/Dequeues", "        job.consumer = request.consumer();\n", "")),
            Mutant.of(
                    28,
                    "the consumer outlives its lease",
                    new Edit("model/LeaseChanges", "        job.consumer = null;\n", "")),
            Mutant.of(
                    28,
                    "the first consumer of a job stays",
                    new Edit(
                            "model/Dequeues",
                            "job.consumer = request.consumer();",
                            "job.consumer = job.deliveries > 1 ? \"worker\" : request.consumer();")),
            Mutant.of(
                    28,
                    "an extend ends the name",
                    new Edit(
                            "model/LeaseChanges",
                            "job.until = Leases.extended(job.until, now.at(), span);",
                            "job.until = Leases.extended(job.until, now.at(), span);\n job.consumer = null;")),
            Mutant.of(
                    28,
                    "a repeated dequeue replaces the name",
                    new Edit(
                            "model/Dequeues",
                            "List<LeasedJob> again = before.stream()",
                            "before.forEach(job -> job.consumer = request.consumer());\n"
                                    + " List<LeasedJob> again = before.stream()")),
            new Mutant(
                    "looking:",
                    "a listing of waiting jobs leaves out the scheduled ones",
                    List.of(new Edit(
                            "model/JobViews",
                            "Stream.concat(queued.stream(), scheduled.stream())",
                            "Stream.concat(queued.stream(), Stream.<ModelJob>empty())"))),
            new Mutant(
                    "looking:",
                    "a job's position counts itself",
                    List.of(new Edit("model/JobViews", "indexOf(job);", "indexOf(job) + 1;"))));

    private Mutants() {}
}
