package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.LOOKING;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Blocker;
import io.sharq.api.EpochMicros;
import io.sharq.api.JobDescription;
import io.sharq.api.JobState;
import io.sharq.api.Lease;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDescription;
import io.sharq.spi.LeasedJob;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.Label;

/** The replies of describe, find and the listings. */
public interface Viewing extends Fixture {

    /** A job is found with its place in the queue and the earliest instant of its release. */
    @Example
    @Label(LOOKING + "a job is found with its position and its earliest release")
    default void aJobIsFoundWithItsPosition() {
        try (Trial trial = begin()) {
            for (int i = 0; i < 3; i++) {
                trial.enqueue("queue", "job-" + i, 1_000);
            }
            JobDescription second = trial.find("queue", "job-1").orElseThrow();
            assertThat(second.position()).hasValue(1);
            assertThat(second.earliestRelease()).hasValue(EpochMicros.toInstant(trial.now() + 1_000_000));
            LeasedJob first = trial.take();
            JobDescription active = trial.find("queue", "job-0").orElseThrow();
            assertThat(active.state()).isEqualTo(JobState.ACTIVE);
            assertThat(active.lease()).map(Lease::token).hasValue(first.token());
            assertThat(active.until()).hasValue(EpochMicros.toInstant(first.expiresAtMicros()));
            assertThat(trial.find("queue", "job-2").orElseThrow().earliestRelease())
                    .hasValue(EpochMicros.toInstant(trial.now() + 2_000_000));
            assertThat(trial.find("queue", "nobody")).isEmpty();
        }
    }

    /** A description gives the reason for which a queue waits, and until when. */
    @Example
    @Label(LOOKING + "a queue says why it waits")
    default void aQueueSaysWhyItWaits() {
        try (Trial trial = begin()) {
            assertThat(trial.describe("queue")).isEmpty();
            trial.enqueue("queue", "job-1", 1_000);
            assertThat(trial.describe("queue").orElseThrow().blocker()).isEqualTo(Blocker.NONE);
            trial.take();
            assertThat(trial.describe("queue").orElseThrow().blocker()).isEqualTo(Blocker.EMPTY);
            trial.enqueue("queue", "job-2");
            QueueDescription view = trial.describe("queue").orElseThrow();
            assertThat(view.blocker()).isEqualTo(Blocker.SPACING);
            assertThat(view.nextRelease()).hasValue(EpochMicros.toInstant(trial.now() + 1_000_000));
        }
    }

    /** A listing names every queue, page by page. */
    @Example
    @Label(LOOKING + "a listing names every queue")
    default void aListingNamesEveryQueue() {
        try (Trial trial = begin()) {
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < 25; i++) {
                trial.enqueue("queue-" + i, "job");
                expected.add("queue-" + i);
            }
            Set<String> listed = new HashSet<>();
            PageRequest page = PageRequest.first(4);
            while (page != null) {
                Page<String> found = Trial.get(trial.backend().queues(Trial.TYPE, page));
                listed.addAll(found.items());
                page = found.next() == null ? null : new PageRequest(found.next(), 4);
            }
            assertThat(listed).isEqualTo(expected);
            assertThat(Trial.get(trial.backend().types(PageRequest.first(4))).items())
                    .containsExactly(Trial.TYPE);
        }
    }
}
