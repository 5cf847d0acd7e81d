/** Handlers, routes and workers: application code that says how requests spread over strict sub-queues. */
@org.jspecify.annotations.NullMarked
module io.sharq.worker {
    requires transitive io.sharq.core;
    requires com.cronutils;
    requires static micrometer.core;
    requires org.slf4j;

    exports io.sharq.worker;
    exports io.sharq.worker.event;

    opens io.sharq.worker.recurrence to
            com.fasterxml.jackson.databind;
}
