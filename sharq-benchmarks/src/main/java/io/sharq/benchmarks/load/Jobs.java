package io.sharq.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sharq.api.Payload;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.IntStream;

/** The names and payloads of a run's jobs, computed from the job's number alone. Immutable. */
final class Jobs {
    /** The size of a JSON string of 16 digits, in bytes. */
    static final int LEAST_PAYLOAD = 18;

    private static final HexFormat HEX = HexFormat.of();

    private final long run;
    private final Plan plan;
    private final String[] types;
    private final String[] queues;

    /** The jobs of a run. The run's number is part of every id, so the jobs of other runs are recognized. */
    Jobs(long run, Plan plan) {
        this.run = run;
        this.plan = plan;
        this.types = names("bench-" + HEX.toHexDigits(run) + "-", plan.types());
        this.queues = names("queue-", plan.queues());
    }

    private static String[] names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    int count() {
        return plan.jobs();
    }

    /** The type of a call, and of all jobs of that call. */
    String typeOfCall(int call) {
        return types[call % types.length];
    }

    int firstOfCall(int call) {
        return call * plan.batch();
    }

    int sizeOfCall(int call) {
        return Math.min(plan.batch(), plan.jobs() - firstOfCall(call));
    }

    /** The index of a job's queue among the queues of all types. */
    int queueIndex(int job) {
        int call = job / plan.batch();
        long inType = (long) (call / types.length) * plan.batch() + job % plan.batch();
        return call % types.length * queues.length + plan.draw().queue(inType, queues.length);
    }

    int queueCount() {
        return types.length * queues.length;
    }

    String type(int queueIndex) {
        return types[queueIndex / queues.length];
    }

    String queueId(int queueIndex) {
        return queues[queueIndex % queues.length];
    }

    Job job(int job) {
        int queue = queueIndex(job);
        return new Job(type(queue), queueId(queue), id(job), payload(job), plan.intervalMillis());
    }

    String id(int job) {
        return new UUID(run, job).toString();
    }

    /** The number of a job by its id, or -1 if it does not belong to this run. */
    int number(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            long job = uuid.getLeastSignificantBits();
            return uuid.getMostSignificantBits() == run && job >= 0 && job < plan.jobs() ? (int) job : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    Payload payload(int job) {
        byte[] payload = new byte[plan.payloadSize()];
        Arrays.fill(payload, (byte) 'x');
        byte[] digits = HEX.toHexDigits(run ^ job).getBytes(US_ASCII);
        System.arraycopy(digits, 0, payload, 1, digits.length);
        payload[0] = '"';
        payload[payload.length - 1] = '"';
        return Payload.wrap(payload);
    }
}
