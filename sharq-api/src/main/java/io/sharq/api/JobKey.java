package io.sharq.api;

/**
 * The key of a job: its queue and its id, which is unique in that queue.
 *
 * @param queue the queue
 * @param id the job id, 1 to 200 of {@code A-Z a-z 0-9 ! # $ % & ( ) * + , - . / : ; = ? @ [ ] _ ~}
 */
public record JobKey(QueueKey queue, String id) {
    /**
     * Checks the job id.
     *
     * @param queue the queue
     * @param id the job id
     * @throws InvalidValueException if it is not an identifier
     */
    public JobKey {
        Bounds.required("queue", queue);
        Bounds.identifier("job_id", id);
    }

    /**
     * The key of a job from its three names.
     *
     * @param type the queue type
     * @param queueId the queue id
     * @param jobId the job id
     * @return the job
     * @throws InvalidValueException if one is of another form than its kind of name
     */
    public static JobKey of(String type, String queueId, String jobId) {
        return new JobKey(new QueueKey(type, queueId), jobId);
    }

    /**
     * The key of a job of the default queue type.
     *
     * @param queueId the queue id
     * @param jobId the job id
     * @return the job, of the type {@link QueueKey#DEFAULT_TYPE}
     * @throws InvalidValueException if one is of another form than its kind of name
     */
    public static JobKey of(String queueId, String jobId) {
        return new JobKey(QueueKey.of(queueId), jobId);
    }

    /**
     * Returns the key as a path, {@code sms/user001/job1}. In the ids {@code / ? # [ ] %} are percent-encoded, as in a path of the
     * HTTP API, so that different keys have different texts.
     */
    @Override
    public String toString() {
        return queue + "/" + PathSegment.of(id);
    }
}
