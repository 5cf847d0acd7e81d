package io.sharq.redis;

/** The scripts, one for each operation; the file of the same name says what KEYS, ARGV and the reply are. */
enum Script {
    ADOPT,
    AGREE,
    ARRANGE,
    CLAIM,
    CLEAR,
    CONFIGURE,
    COUNT,
    DEAD_JOBS,
    DEQUEUE,
    DESCRIBE,
    DUE,
    ENQUEUE,
    EXTEND,
    FAIL,
    FIND,
    FINISH,
    FREEZE,
    HEAD,
    LIST,
    LIST_DEAD,
    LIST_QUEUES,
    OPEN,
    RELEASE,
    REQUEUE,
    RESPREAD,
    TRIM,
    UNLIST,
    VISITED,
    VISITS
}
