package io.sharq.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The parts of a server that are open. They are closed in the reverse order, so that none outlives what it uses. */
final class OpenParts implements AutoCloseable {
    private final Deque<Runnable> closing = new ArrayDeque<>();

    /** Adds an open part, and returns it. */
    <T> T add(T part, Consumer<? super T> close) {
        closing.push(() -> close.accept(part));
        return part;
    }

    /** Closes all parts, also if one of them fails. The first failure is thrown, the others are suppressed in it. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!closing.isEmpty()) {
            try {
                closing.pop().run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
