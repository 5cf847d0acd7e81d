/** The Redis backend: the rules of SharQ as Lua scripts that Redis runs atomically, over one Lettuce connection. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // The module that the connections are exported to is compiled after this one.
module io.sharq.redis {
    requires transitive io.sharq.core;
    requires com.github.benmanes.caffeine;
    requires io.netty.common;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires lettuce.core;
    requires org.slf4j;

    exports io.sharq.redis;
    exports io.sharq.redis.check;
    exports io.sharq.redis.connection to
            io.sharq.migration;
    exports io.sharq.redis.reshard;
    exports io.sharq.redis.settings;

    provides io.sharq.spi.BackendProvider with
            io.sharq.redis.RedisBackendProvider;
}
