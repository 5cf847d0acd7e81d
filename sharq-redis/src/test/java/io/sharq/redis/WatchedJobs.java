package io.sharq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.Payload;
import io.sharq.spi.LeasedJob;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What clients know of the jobs of a store that is damaged meanwhile: each delivery is held against it. A job is excused from
 * a rule only where the damage took or overwrote what the store would need to keep it. Thread-safe.
 */
final class WatchedJobs {
    private static final int LONGEST_PAYLOAD = 200;

    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger damages = new AtomicInteger();

    /** Guarded by itself. Instants are those of Redis, in microseconds. */
    private static final class Job {
        private final Payload payload;
        private boolean isQueued;
        private long finishedAtMicros = Long.MAX_VALUE;
        private long leasedUntilMicros;
        private long grantedAtMicros;
        private int leasedAfter;
        private boolean isRecordLost;
        private boolean isPayloadDamaged;
        private boolean isLeaseDamaged;
        private int lastLostDelivery = -1;
        private int lastLostLease = -1;

        private Job(Payload payload) {
            this.payload = payload;
        }
    }

    /** What of a job a damage takes. */
    enum Part {
        /** The record with its payload is gone. */
        RECORD,
        /** The record with its payload is overwritten; it may even look like one. */
        OVERWRITTEN_RECORD,
        /** The record of its deliveries is gone. */
        DELIVERY,
        /** The record of its deliveries is overwritten; it may even look like one. */
        OVERWRITTEN_DELIVERY,
        /** The entry of its lease is gone. */
        LEASE
    }

    /** Before a job is enqueued: its payload, which no other job has. */
    Payload offer(String id, Random random) {
        byte[] noise = new byte[random.nextInt(LONGEST_PAYLOAD)];
        random.nextBytes(noise);
        Payload payload = Payload.of((id + " " + Base64.getEncoder().encodeToString(noise)).getBytes(UTF_8));
        if (jobs.putIfAbsent(id, new Job(payload)) != null) {
            throw new IllegalArgumentException(id + " is there");
        }
        return payload;
    }

    void queued(String id) {
        Job job = job(id);
        synchronized (job) {
            job.isQueued = true;
        }
    }

    /** A damage is about to be done. */
    void damaged() {
        damages.incrementAndGet();
    }

    /** The number of damages so far: to be read before a dequeue. */
    int damages() {
        return damages.get();
    }

    /** A damage takes a part of one job, if the store has it. */
    void takes(Part part, String id) {
        Job job = jobs.get(id);
        if (job != null) {
            take(part, job);
        }
    }

    /** A damage takes a part of each job that may be there. */
    void takesOfAll(Part part) {
        jobs.values().forEach(job -> take(part, job));
    }

    private void take(Part part, Job job) {
        synchronized (job) {
            switch (part) {
                case RECORD -> job.isRecordLost = true;
                case OVERWRITTEN_RECORD -> job.isPayloadDamaged = true;
                case DELIVERY -> job.lastLostDelivery = damages.get();
                case OVERWRITTEN_DELIVERY -> job.isLeaseDamaged = true;
                case LEASE -> job.lastLostLease = damages.get();
            }
        }
    }

    private Job job(String id) {
        Job job = jobs.get(id);
        if (job == null) {
            throw new AssertionError("I2: the job " + id + " was never enqueued");
        }
        return job;
    }

    /** A look at a job shows its payload. */
    void seen(String id, Payload payload) {
        Job job = job(id);
        synchronized (job) {
            if (!job.isPayloadDamaged && !payload.equals(job.payload)) {
                throw new AssertionError("I2: the job " + id + " has another payload than its own");
            }
        }
    }

    /**
     * A dequeue handed it out.
     *
     * @param leaseMicros the lease that was asked for
     * @param after the number of damages before the dequeue
     */
    void delivered(LeasedJob delivery, long leaseMicros, int after) {
        seen(delivery.jobId(), delivery.payload());
        long grantedAtMicros = delivery.expiresAtMicros() - leaseMicros;
        Job job = job(delivery.jobId());
        synchronized (job) {
            if (grantedAtMicros > job.finishedAtMicros) {
                throw new AssertionError("I3: the job " + delivery.jobId() + " is handed out after it was finished");
            }
            boolean isApart =
                    grantedAtMicros >= job.leasedUntilMicros || delivery.expiresAtMicros() <= job.grantedAtMicros;
            if (!isApart && !mayHaveForgottenLease(job)) {
                throw new AssertionError("I4: two leases of the job " + delivery.jobId() + " at once, granted at "
                        + job.grantedAtMicros + " and " + grantedAtMicros);
            }
            if (grantedAtMicros >= job.grantedAtMicros) {
                job.grantedAtMicros = grantedAtMicros;
                job.leasedUntilMicros = delivery.expiresAtMicros();
                job.leasedAfter = after;
            }
        }
    }

    /** A lease is in two places, and one that was taken from both is forgotten. */
    private static boolean mayHaveForgottenLease(Job job) {
        return job.isLeaseDamaged
                || job.isPayloadDamaged
                || (job.lastLostDelivery > job.leasedAfter && job.lastLostLease > job.leasedAfter);
    }

    /** Before a worker ends its lease: from now on another may have the job. */
    void ending(LeasedJob delivery, long leaseMicros) {
        Job job = job(delivery.jobId());
        synchronized (job) {
            if (job.grantedAtMicros == delivery.expiresAtMicros() - leaseMicros) {
                job.leasedUntilMicros = 0;
            }
        }
    }

    void finished(String id, long atMicros) {
        Job job = job(id);
        synchronized (job) {
            job.finishedAtMicros = Math.min(job.finishedAtMicros, atMicros);
        }
    }

    /** The jobs that must still come: acknowledged, not finished, and with a record that nobody took or overwrote. */
    List<String> missing() {
        return new TreeMap<>(jobs)
                .entrySet().stream()
                        .filter(entry -> isMissing(entry.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private static boolean isMissing(Job job) {
        synchronized (job) {
            return job.isQueued
                    && job.finishedAtMicros == Long.MAX_VALUE
                    && !job.isRecordLost
                    && !job.isPayloadDamaged
                    && !job.isLeaseDamaged;
        }
    }

    /** How many jobs were acknowledged. */
    long acknowledged() {
        return jobs.values().stream().filter(WatchedJobs::isQueued).count();
    }

    /** How many jobs lost their own record, or had it overwritten. */
    long harmed() {
        return jobs.values().stream().filter(WatchedJobs::isHarmed).count();
    }

    private static boolean isQueued(Job job) {
        synchronized (job) {
            return job.isQueued;
        }
    }

    private static boolean isHarmed(Job job) {
        synchronized (job) {
            boolean isUnfinished = job.isQueued && job.finishedAtMicros == Long.MAX_VALUE;
            return isUnfinished && (job.isRecordLost || job.isPayloadDamaged || job.isLeaseDamaged);
        }
    }
}
