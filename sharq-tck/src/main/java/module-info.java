/** The conformance kit: extend {@code BackendConformance} to prove a backend. */
@org.jspecify.annotations.NullMarked
module io.sharq.tck {
    requires transitive io.sharq.core;
    requires transitive net.jqwik.api;
    requires org.assertj.core;

    exports io.sharq.tck;
    exports io.sharq.tck.differential;
    exports io.sharq.tck.facade;
    exports io.sharq.tck.history;
    exports io.sharq.tck.model;
    exports io.sharq.tck.rules;
    exports io.sharq.tck.traces;
}
