/**
 * The words of SharQ and the interface that a backend implements.
 *
 * <p>{@code io.sharq.api} holds what callers and backends both speak of: queues, jobs, leases, payloads, errors.
 * {@code io.sharq.spi} holds the backend interface with one request and one reply for each operation.
 */
@org.jspecify.annotations.NullMarked
module io.sharq.api {
    requires static transitive org.jspecify;

    exports io.sharq.api;
    exports io.sharq.api.limit;
    exports io.sharq.settings;
    exports io.sharq.spi;
}
