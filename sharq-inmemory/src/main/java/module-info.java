/** A backend in the memory of one process. */
@org.jspecify.annotations.NullMarked
module io.sharq.inmemory {
    requires transitive io.sharq.core;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;

    exports io.sharq.inmemory;

    provides io.sharq.spi.BackendProvider with
            io.sharq.inmemory.InMemoryBackendProvider;
}
