package io.sharq.migration;

/**
 * The name of a queue of the original. Names are the stored bytes, one character for each.
 *
 * @param type the queue type
 * @param id the queue id
 */
record OriginalQueue(String type, String id) {
    /** The name as the original writes it in fields. */
    String field() {
        return type + ":" + id;
    }

    String field(String jobId) {
        return type + ":" + id + ":" + jobId;
    }
}
