/** A SharQ in memory on a movable clock, with assertions and faults, for the tests of applications. */
@org.jspecify.annotations.NullMarked
module io.sharq.test {
    requires transitive io.sharq.core;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires io.sharq.inmemory;
    requires static transitive io.sharq.worker;

    exports io.sharq.test;
}
