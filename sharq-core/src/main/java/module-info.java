/** What is the same for every backend: the rules as pure functions, configuration, and the facade {@code SharQ}. */
@org.jspecify.annotations.NullMarked
module io.sharq.core {
    requires transitive io.sharq.api;

    exports io.sharq.rules;
    exports io.sharq.time;
}
