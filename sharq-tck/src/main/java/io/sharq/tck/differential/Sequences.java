package io.sharq.tck.differential;

import io.sharq.api.Bounds;
import io.sharq.tck.Trial;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Random sequences of all operations. Names are few and alike, and times are small and near limits, so that the steps
 * interact often.
 */
final class Sequences {
    static final List<String> TYPES = List.of("sms", "call");
    static final List<String> QUEUES = List.of("queue-0", "+49/151:2%2F.", "+49%2F151:2%2F.");
    static final List<String> PATTERNS = List.of("*", "+49*", "+49%*", "queue-0*");
    static final List<String> JOBS = List.of("job-0", "job/1", "job%2F1", "..", "a@b.c?d#e*[f]", "A@b.c?d#e*[f]");
    static final List<String> LIMITS = List.of("limit-0", "limit-1", "limit-2");

    private static final int LONGEST = 100;
    private static final long DAY = 86_400_000_000L;
    private static final long START = ChronoUnit.MICROS.between(Instant.EPOCH, Trial.START);

    private final Random random;

    private Sequences(Random random) {
        this.random = random;
    }

    /** The sequence of a seed. The same seed gives the same sequence. */
    static List<Step> of(long seed) {
        Random random = new Random(seed);
        Sequences sequences = new Sequences(random);
        return Stream.generate(sequences::step)
                .limit(1 + random.nextInt(LONGEST))
                .toList();
    }

    private Step step() {
        int kind = random.nextInt(96);
        if (kind < 12) {
            return enqueue();
        } else if (kind < 24) {
            return dequeue();
        } else if (kind < 26) {
            return Steps.dequeueAgain(type(), pick(1, 2));
        } else if (kind < 40) {
            return onLease();
        } else if (kind < 44) {
            return Steps.requeue(type(), pick(1, 2, 100), deadCount());
        } else if (kind < 52) {
            return steer();
        } else if (kind < 54) {
            return random.nextBoolean() ? Steps.redrive(type(), queue(), job()) : Steps.discard(type(), queue(), job());
        } else if (kind < 59) {
            return look();
        } else if (kind < 67) {
            return Steps.pass(
                    oneIn(9)
                            ? pick(
                                    1_000_000L,
                                    2_000_000L,
                                    4_000_000L,
                                    60_000_000L,
                                    540_000_000L,
                                    599_999_999L,
                                    600_000_000L,
                                    365 * DAY)
                            : span());
        } else if (kind < 72) {
            return changeWaiting();
        } else if (kind < 73) {
            return Steps.agree(pick(0, 1, 3), pick(1L, Steps.DEAD_AGE, Bounds.MAX_SPAN_MICROS), oneIn(3));
        }
        if (kind < 78) {
            return defaults();
        } else if (kind < 95) {
            return limit();
        }
        return Steps.setClock(pick(-1L, -1_000L, -3_000_000_000L, 1_000L, 600_000_000L));
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** A type; the first is more frequent than the second. */
    private String type() {
        return TYPES.get(oneIn(6) ? 1 : 0);
    }

    private String queue() {
        return pick(QUEUES);
    }

    private String job() {
        return pick(JOBS);
    }

    /** A span: random, or the length of an interval or a lease, or a microsecond off it. */
    private long span() {
        return random.nextBoolean()
                ? random.nextInt(12_000)
                : pick(0L, 1L, 999L, 1_000L, 1_001L, 1_999L, 2_000L, 2_999L, 3_000L, Steps.LEASE - 1, Steps.LEASE);
    }

    private Step enqueue() {
        List<Job> jobs = new ArrayList<>();
        // Of a whole batch, because a backend that does not offer headers takes none of its jobs.
        boolean haveHeaders = oneIn(4);
        for (int i = random.nextInt(4); i >= 0; i--) {
            Job job = newJob();
            jobs.add(haveHeaders && !oneIn(3) ? job.header(pick("a", "b")) : job);
        }
        return Steps.enqueue(type(), jobs.toArray(Job[]::new));
    }

    private Job newJob() {
        Job job = Steps.job(queue(), job()).requeueLimit(pick(-1, -1, 0, 1, 2));
        job = oneIn(3) ? job.order(pick(-1, 1, Bounds.MIN_ORDER, Bounds.MAX_ORDER)) : job;
        job = oneIn(6) ? job.delay(span()) : job;
        job = oneIn(5) ? job.maxLength(pick(1, 2, 3)) : job;
        job = oneIn(5) ? job.deadline(1 + span()) : job;
        return job.with(settings());
    }

    private Settings settings() {
        Settings settings = Steps.settings();
        settings = oneIn(3) ? settings.interval(pick(0L, 1L, 2L, Bounds.MAX_INTERVAL_MILLIS)) : settings;
        settings = oneIn(5) ? settings.ordered(random.nextBoolean()) : settings;
        return oneIn(5) ? settings.cap(pick(0, 1, 2)) : settings;
    }

    private Step dequeue() {
        int count = pick(1, 1, 2, 5);
        return switch (random.nextInt(7)) {
            case 6 -> Steps.dequeueAs(type(), count, pick("a", "worker-2"));
            case 0 -> Steps.dequeueOfOne(type(), count);
            case 1 -> Steps.dequeueOf(type(), queue(), count);
            case 2 -> Steps.dequeueNamingNext(type(), count);
            default -> Steps.dequeue(type(), count);
        };
    }

    private Step onLease() {
        int kind = random.nextInt(16);
        // Recent leases are more often live.
        Lease lease = Steps.lease(Math.min(random.nextInt(8), random.nextInt(8)));
        lease = oneIn(9) ? lease.forged() : oneIn(4) ? lease.withoutToken() : lease;
        if (kind < 2) {
            return Steps.finishLeaving(type(), lease, pick("", "done", "other"), pick(3_000L, 700_000_000L));
        } else if (kind < 6) {
            return Steps.finish(type(), lease, pick(0L, 0L, 3_000L, 700_000_000L));
        } else if (kind < 10) {
            return Steps.fail(
                    type(), lease, pick(0L, 0L, 1_000L, 3_000L), random.nextBoolean() ? "why" : null, deadCount());
        } else if (kind < 12) {
            return Steps.release(type(), lease);
        } else if (kind < 14) {
            return Steps.throttle(
                    type(),
                    lease,
                    random.nextBoolean() ? null : span(),
                    pick(1L, 3_000L, 2_000_000L, Bounds.MAX_SPAN_MICROS));
        }
        return Steps.extend(type(), lease, pick(1L, 4_000L, 9_000L));
    }

    private Step changeWaiting() {
        if (oneIn(3)) {
            return oneIn(3) ? Steps.cancel(type(), queue(), job(), job()) : Steps.cancel(type(), queue(), job());
        }
        int parts = 1 + random.nextInt(7);
        return Steps.change(
                type(),
                queue(),
                job(),
                parts % 2 == 1 ? pick(-1, 0, 1, Bounds.MIN_ORDER, Bounds.MAX_ORDER) : null,
                parts / 2 % 2 == 1 ? Long.valueOf(oneIn(3) ? 0 : span()) : null,
                parts >= 4 ? "changed" : null);
    }

    private int deadCount() {
        return pick(3, 3, 3, 1);
    }

    private Step steer() {
        return switch (random.nextInt(9)) {
            case 0, 1, 2, 3 -> configure();
            case 4 -> Steps.pause(type(), queue());
            case 5 -> Steps.resume(type(), queue());
            case 6 -> oneIn(3) ? Steps.pause(type()) : Steps.resume(type());
            case 7 -> Steps.resume(type());
            default -> Steps.clear(type(), queue(), random.nextBoolean(), pick(1, 2, 100));
        };
    }

    private Step configure() {
        Settings settings = settings();
        settings = oneIn(5) ? settings.pinned(random.nextBoolean()) : settings;
        settings = oneIn(5) ? settings.hold(span()) : settings;
        settings = oneIn(5) ? settings.lift() : settings;
        settings = oneIn(12) ? settings.holdUntil(pick(0L, 1L, START + span())) : settings;
        return random.nextBoolean()
                ? Steps.configure(type(), queue(), settings)
                : Steps.configureKnown(type(), queue(), settings);
    }

    private Step defaults() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> Steps.defaults(type(), pick(PATTERNS), settings());
            case 2 -> Steps.onlyDefaults(type(), pick(PATTERNS), settings());
            case 3 -> Steps.onlyDefaults(type(), pick(PATTERNS), Steps.settings());
            default -> Steps.toDefault(type(), queue(), settings());
        };
    }

    /** Queues draw from limits only after a step of these, so that many sequences know none. */
    private Step limit() {
        return switch (random.nextInt(20)) {
            case 18, 19 -> LimitSteps.defaultLimits(type(), pick(PATTERNS), limitNames());
            case 0, 1, 2, 3 -> LimitSteps.limit(type(), limitName(), pick(LimitPartsOf.values()));
            case 4 -> LimitSteps.holdLimit(type(), limitName(), random.nextBoolean() ? null : span());
            case 5 -> LimitSteps.pauseLimit(type(), limitName(), oneIn(3));
            case 6, 7, 8 -> LimitSteps.draw(type(), queue(), limitNames());
            case 9, 10, 11 -> LimitSteps.enqueueTo(type(), queue(), job(), pick(0L, 1L, 1L, 2L, 5L), limitNames());
            case 12, 13 ->
                LimitSteps.finishUsing(type(), Steps.lease(random.nextInt(4)), limitName(), pick(0L, 1L, 4L, 9L));
            case 14 ->
                LimitSteps.throttleLimit(
                        type(), Steps.lease(random.nextInt(4)), limitName(), random.nextBoolean() ? null : span());
            case 15 -> LimitSteps.describeLimit(type(), limitName());
            case 16 -> LimitSteps.deleteLimit(type(), limitName());
            default -> LimitSteps.limits(type());
        };
    }

    private String limitName() {
        return pick(LIMITS);
    }

    private String[] limitNames() {
        List<String> names = new ArrayList<>(LIMITS);
        Collections.shuffle(names, random);
        return names.subList(0, random.nextInt(names.size() + 1)).toArray(String[]::new);
    }

    private Step look() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> Steps.describe(type(), queue());
            case 2 -> Steps.watch(type(), queue(), job());
            case 3 -> Steps.find(type(), queue(), job());
            default -> Steps.metrics(type(), queue());
        };
    }
}
