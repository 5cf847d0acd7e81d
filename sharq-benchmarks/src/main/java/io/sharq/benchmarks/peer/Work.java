package io.sharq.benchmarks.peer;

/** The works that all peers do. */
enum Work {
    ENQUEUE_SINGLES("enqueue-singles", "enqueue, single calls"),
    ENQUEUE_BATCHES("enqueue-batches", "enqueue, batches"),
    CYCLE_SINGLES("cycle-singles", "take and end, single jobs"),
    CYCLE_BATCHES("cycle-batches", "take and end, batches"),
    LATENESS("lateness", "lateness of held jobs");

    private final String word;
    private final String title;

    Work(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** Its word in the protocol. */
    String word() {
        return word;
    }

    String title() {
        return title;
    }
}
