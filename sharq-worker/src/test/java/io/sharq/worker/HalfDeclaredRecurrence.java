package io.sharq.worker;

import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.worker.recurrence.RecurrenceStore;
import io.sharq.worker.recurrence.RecurringJob;

/** The job that a process leaves if it dies while it declares a recurrence: enqueued, and never postponed. */
final class HalfDeclaredRecurrence {
    private HalfDeclaredRecurrence() {}

    static void enqueue(SharQ sharq, Handler<?> handler, Object request, Recurrence recurrence) {
        RecurringJob job = new RecurringJob("half", request, Schedules.of(recurrence));
        sharq.enqueue(
                NewJob.of(RecurrenceStore.key(handler.name(), "half"), job).requeueLimit(-1));
    }
}
