package io.sharq.api.limit;

/** The result of the deletion of a limit. */
public enum DeleteLimitStatus {
    /** The limit is deleted. */
    DELETED,
    /** There is no such limit. */
    NOT_FOUND,
    /** Queues draw from it; nothing changed. */
    IN_USE
}
