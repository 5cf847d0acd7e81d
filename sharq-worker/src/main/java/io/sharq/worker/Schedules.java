package io.sharq.worker;

import io.sharq.worker.recurrence.DeclaredSchedule;
import io.sharq.worker.recurrence.Schedule;
import java.time.ZoneId;
import java.util.Optional;

/** Converts recurrences to the form in which they are stored, and back. */
final class Schedules {
    private Schedules() {}

    static Schedule of(Recurrence recurrence) {
        if (recurrence instanceof Recurrence.Cron cron) {
            return Schedule.cron(cron.expression(), cron.zone());
        }
        return Schedule.every(((Recurrence.Every) recurrence).span());
    }

    static DeclaredRecurrence declared(DeclaredSchedule stored) {
        return new DeclaredRecurrence(stored.handler(), stored.name(), recurrence(stored.when()), stored.next());
    }

    private static Recurrence recurrence(Schedule schedule) {
        String expression = schedule.cron();
        Optional<ZoneId> zone = schedule.zoneId();
        return expression != null && zone.isPresent()
                ? Recurrence.cron(expression, zone.get())
                : Recurrence.every(schedule.span());
    }
}
