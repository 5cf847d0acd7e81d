/** Moves the jobs of the Python SharQ to any backend, from a live installation. */
@org.jspecify.annotations.NullMarked
module io.sharq.migration {
    requires transitive io.sharq.core;
    requires transitive io.sharq.redis;
    requires com.fasterxml.jackson.core;
    requires lettuce.core;
    requires msgpack.core;

    exports io.sharq.migration;
}
