package io.sharq.redis.check;

/**
 * An inconsistency in the data stored in Redis.
 *
 * @param key the key in which it was found
 * @param queueId the queue that it concerns, empty if none; bytes that are no id, in double quotes
 * @param jobId the job that it concerns, empty if none; bytes that are no id, in double quotes
 * @param fault what is wrong, in plain words
 * @param repaired whether it was repaired
 */
public record StoreProblem(String key, String queueId, String jobId, String fault, boolean repaired) {
    /** Returns the problem as one line. */
    @Override
    public String toString() {
        String queue = queueId.isEmpty() ? "" : " queue " + queueId;
        String job = jobId.isEmpty() ? "" : " job " + jobId;
        return key + queue + job + ": " + fault + (repaired ? " (repaired)" : "");
    }
}
