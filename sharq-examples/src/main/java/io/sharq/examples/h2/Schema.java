package io.sharq.examples.h2;

/**
 * The tables. Instants are microseconds of the type's steady time. Every index begins with the type and ends in the
 * sort order of a query, so that no operation reads more rows than it needs. A dequeue takes the first entry of the
 * index {@code in_turn}.
 */
final class Schema {
    private static final String[] STATEMENTS = {
        "CREATE SCHEMA IF NOT EXISTS sharq",
        "SET SCHEMA sharq",
        // Every writer locks its one row.
        "CREATE TABLE IF NOT EXISTS writer (id INTEGER PRIMARY KEY)",
        "MERGE INTO writer VALUES (1)",
        """
        CREATE TABLE IF NOT EXISTS type (
            name VARCHAR(100) PRIMARY KEY,
            last_wall BIGINT NOT NULL,
            time_offset BIGINT NOT NULL,
            revision BIGINT NOT NULL,
            paused BOOLEAN NOT NULL,
            dead BIGINT NOT NULL)
        """,
        """
        CREATE TABLE IF NOT EXISTS queue (
            type VARCHAR(100) NOT NULL,
            id VARCHAR(200) NOT NULL,
            interval_millis BIGINT NOT NULL,
            pinned BOOLEAN NOT NULL,
            ordered BOOLEAN NOT NULL,
            concurrency INTEGER NOT NULL,
            paused BOOLEAN NOT NULL,
            held_until BIGINT NOT NULL,
            hold_reason VARCHAR(1000) NOT NULL,
            retry_at BIGINT NOT NULL,
            last_release BIGINT NOT NULL,
            retained_until BIGINT NOT NULL,
            forget_at BIGINT NOT NULL,
            since BIGINT NOT NULL,
            turn BIGINT NOT NULL,
            queued BIGINT NOT NULL,
            scheduled BIGINT NOT NULL,
            active BIGINT NOT NULL,
            dead BIGINT NOT NULL,
            PRIMARY KEY (type, id))
        """,
        "CREATE INDEX IF NOT EXISTS in_turn ON queue (type, since, turn)",
        "CREATE INDEX IF NOT EXISTS forgettable ON queue (type, forget_at)",
        // number is the revision of the lease of an active job, and of the death of a dead one.
        """
        CREATE TABLE IF NOT EXISTS job (
            type VARCHAR(100) NOT NULL,
            queue VARCHAR(200) NOT NULL,
            id VARCHAR(200) NOT NULL,
            state VARCHAR(9) NOT NULL,
            rank SMALLINT NOT NULL,
            sequence BIGINT NOT NULL,
            requeue_limit INTEGER NOT NULL,
            deliveries INTEGER NOT NULL,
            requeues INTEGER NOT NULL,
            failure VARCHAR(1000),
            until_at BIGINT NOT NULL,
            number BIGINT NOT NULL,
            nonce BIGINT,
            payload BLOB NOT NULL,
            PRIMARY KEY (type, queue, id))
        """,
        "CREATE INDEX IF NOT EXISTS in_place ON job (type, queue, state, rank, sequence)",
        "CREATE INDEX IF NOT EXISTS due ON job (type, queue, state, until_at, rank, sequence)",
        "CREATE INDEX IF NOT EXISTS ending ON job (type, state, until_at, number)",
        "CREATE INDEX IF NOT EXISTS numbered ON job (type, state, number)",
        "CREATE INDEX IF NOT EXISTS of_nonce ON job (type, nonce, number)",
        // The first lease of each nonce, for dequeues that are repeated. Kept while none of the leases has been ended.
        """
        CREATE TABLE IF NOT EXISTS dequeue (
            type VARCHAR(100) NOT NULL,
            nonce BIGINT NOT NULL,
            first_number BIGINT NOT NULL,
            PRIMARY KEY (type, nonce))
        """,
        // Its one row exists once a client has recorded its limits.
        """
        CREATE TABLE IF NOT EXISTS dead_limits (
            id INTEGER PRIMARY KEY,
            max_count INTEGER NOT NULL,
            max_age BIGINT NOT NULL)
        """,
        // The counts of the whole type have an empty queue. No queue id is empty.
        """
        CREATE TABLE IF NOT EXISTS counted (
            type VARCHAR(100) NOT NULL,
            queue VARCHAR(200) NOT NULL,
            at_minute BIGINT NOT NULL,
            enqueued BIGINT NOT NULL,
            dequeued BIGINT NOT NULL,
            PRIMARY KEY (type, queue, at_minute))
        """
    };

    private Schema() {}

    static void create(Sql sql) {
        for (String statement : STATEMENTS) {
            sql.update(statement);
        }
    }
}
