package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.TRACES;

import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import io.sharq.tck.traces.Trace;
import net.jqwik.api.Example;
import net.jqwik.api.Label;

/** The examples in the original's documents, call by call, with the replies that they show. */
public interface Traces extends Fixture {
    /** The library's operations, in the order of its README. */
    @Example
    @Label(TRACES + "the examples of the original library")
    default void theExamplesOfTheLibrary() {
        try (Trial trial = begin()) {
            Trace.named("library").play(trial);
        }
    }

    /** The server's requests, in the order of its documentation. */
    @Example
    @Label(TRACES + "the examples of the original server")
    default void theExamplesOfTheServer() {
        try (Trial trial = begin()) {
            Trace.named("server").play(trial);
        }
    }
}
