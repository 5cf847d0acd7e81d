/**
 * The parts of SharQ that do not depend on a backend: the facade {@code SharQ}, the rules as pure functions, and
 * configuration.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // The module that the tables are exported to is compiled after this one.
module io.sharq.core {
    requires transitive com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires static ini4j;
    requires transitive io.sharq.api;
    requires static micrometer.commons;
    requires static micrometer.observation;
    requires static micrometer.tracing;
    requires transitive org.slf4j;

    exports io.sharq;
    exports io.sharq.config;
    exports io.sharq.config.section to
            io.sharq.worker;
    exports io.sharq.logging;
    exports io.sharq.observation;
    exports io.sharq.rules;
    exports io.sharq.rules.limit;
    exports io.sharq.time;
    exports io.sharq.tls;

    uses io.sharq.spi.BackendProvider;
}
