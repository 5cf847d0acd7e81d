package io.sharq.worker;

import io.sharq.NewJob;
import io.sharq.SharQ;

/** A tick as a process leaves it that declares a recurrence and dies before it has put the tick off. */
final class JobOfATick {
    private JobOfATick() {}

    static void declareHalf(SharQ sharq, Handler<?> handler, Object request, Recurrence recurrence) {
        Tick tick = new Tick("half", request, RecurrenceText.of(recurrence));
        sharq.enqueue(NewJob.of(Recurrences.key(handler.name(), "half"), tick).requeueLimit(-1));
    }
}
