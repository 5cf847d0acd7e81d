package io.sharq.inmemory;

import io.sharq.api.InvalidValueException;
import io.sharq.api.JobState;
import io.sharq.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A position in the listing of a queue's waiting jobs: the queued jobs by place, then the scheduled ones by due instant. As
 * text it is the cursor of the next page.
 *
 * @param last the last job's key: its due instant and its place; for a queued job the instant is {@link #QUEUED}
 */
record WaitingJobs(DuePlace last) {
    /** The due instant of queued jobs, before that of every scheduled one. */
    private static final long QUEUED = Long.MIN_VALUE;

    /** The due instant, empty for a queued job, the order and the sequence. */
    private static final Pattern CURSOR = Pattern.compile("(\\d{0,18}):(-?\\d{1,5}):(\\d{1,18})");

    private static final WaitingJobs START = new WaitingJobs(new DuePlace(QUEUED, new Place(Integer.MIN_VALUE, 0)));

    static WaitingJobs after(@Nullable String cursor) {
        if (cursor == null) {
            return START;
        }
        Matcher parts = CURSOR.matcher(cursor);
        if (!parts.matches()) {
            throw new InvalidValueException("cursor", "It must be one that a listing of jobs returned.");
        }
        long dueMicros = parts.group(1).isEmpty() ? QUEUED : Long.parseLong(parts.group(1));
        Place place = new Place(Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
        return new WaitingJobs(new DuePlace(dueMicros, place));
    }

    static WaitingJobs at(Job job) {
        return new WaitingJobs(job.state == JobState.SCHEDULED ? job.due() : new DuePlace(QUEUED, job.place));
    }

    String toCursor() {
        String due = last.atMicros() == QUEUED ? "" : Long.toString(last.atMicros());
        return due + ":" + last.place().order() + ":" + last.place().sequence();
    }

    /** The jobs after this position, at most {@code limit}. */
    List<Job> of(QueueState queue, int limit) {
        List<Job> jobs = new ArrayList<>();
        if (last.atMicros() == QUEUED) {
            take(queue.queued.tailMap(last.place(), false), limit, jobs);
        }
        take(queue.scheduled.tailMap(last, false), limit, jobs);
        return jobs;
    }

    private static void take(NavigableMap<?, Job> from, int limit, List<Job> jobs) {
        for (Job job : from.values()) {
            if (jobs.size() == limit) {
                return;
            }
            jobs.add(job);
        }
    }
}
