package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.BAD_INPUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.DeadJob;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.HardIds;
import io.sharq.tck.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

/** Rule 17: every valid name is usable, and no two names mean one queue or one job. */
public interface Names extends Fixture {

    /** Each of the hard ids is a queue of its own, and is listed once. */
    @Example
    @Label(BAD_INPUT + "queue ids that are alike are different queues")
    default void queueIdsThatAreAlikeStayApart() {
        List<String> ids = HardIds.ALL;
        try (Trial trial = begin()) {
            for (int i = 0; i < ids.size(); i++) {
                assertThat(trial.describe(ids.get(i))).isEmpty();
                assertThat(trial.enqueue(ids.get(i), "job-" + i, i)).isEqualTo(EnqueueStatus.QUEUED);
            }
            for (int i = 0; i < ids.size(); i++) {
                assertThat(trial.describe(ids.get(i)).orElseThrow().interval()).hasMillis(i);
                assertThat(Trial.get(trial.backend().metrics(new MetricsScope.Queue(Trial.queue(ids.get(i)))))
                                .length())
                        .isEqualTo(1);
            }
            assertThat(listed(page -> trial.backend()
                            .queues(Trial.TYPE, page)
                            .toCompletableFuture()
                            .join()))
                    .containsExactlyInAnyOrderElementsOf(ids);
            for (int i = ids.size() - 1; i >= 0; i--) {
                List<LeasedJob> jobs =
                        trial.dequeue(new DequeueFrom.Queue(ids.get(i)), 2).jobs();
                assertThat(jobs).singleElement().extracting(LeasedJob::jobId).isEqualTo("job-" + i);
                assertThat(jobs.get(0).queueId()).isEqualTo(ids.get(i));
                assertThat(trial.finish(jobs.get(0))).isEqualTo(LeaseStatus.DONE);
            }
            assertThat(trial.dequeue()).isEmpty();
        }
    }

    /** Each of the hard ids is a job of its own. */
    @Example
    @Label(BAD_INPUT + "job ids that are alike are different jobs")
    default void jobIdsThatAreAlikeStayApart() {
        List<String> ids = HardIds.ALL;
        try (Trial trial = begin()) {
            for (String id : ids) {
                assertThat(trial.enqueue("a", id)).isEqualTo(EnqueueStatus.QUEUED);
            }
            for (int i = 0; i < ids.size(); i++) {
                assertThat(trial.find("a", ids.get(i)).orElseThrow().position()).hasValue(i);
                assertThat(trial.find("aa", ids.get(i))).isEmpty();
            }
            assertThat(trial.drain()).isEqualTo(ids);
        }
    }

    /**
     * Two queues whose ids resemble each other share nothing, and neither do two jobs.
     *
     * @param seed of the ids
     */
    @Property(tries = 40)
    @Label(BAD_INPUT + "no two names ever mean one queue or one job")
    default void noTwoNamesMeanOne(@ForAll long seed) {
        Random random = new Random(seed);
        String one = HardIds.any(random);
        String other = HardIds.near(random, one);
        String job = HardIds.any(random);
        String like = HardIds.near(random, job);
        try (Trial trial = begin()) {
            trial.enqueue(Trial.item(one, job, new JobOptions(0, 0, 0, null), QueueChange.interval(7)));
            assertThat(trial.enqueue(one, like)).isEqualTo(EnqueueStatus.QUEUED);
            assertThat(trial.describe(other)).isEmpty();
            assertThat(trial.find(other, job)).isEmpty();
            trial.enqueue(Trial.item(other, job, new JobOptions(0, 0, 0, null), QueueChange.NONE));
            assertThat(trial.describe(other).orElseThrow().interval()).isZero();
            assertThat(trial.describe(one).orElseThrow().length()).isEqualTo(2);
            assertThat(listed(page -> Trial.get(trial.backend().queues(Trial.TYPE, page))))
                    .containsExactlyInAnyOrder(one, other);

            trial.pause(other, true);
            assertThat(trial.describe(one).orElseThrow().paused()).isFalse();
            LeasedJob first = trial.take();
            assertThat(List.of(first.queueId(), first.jobId())).containsExactly(one, job);
            trial.pause(other, false);
            LeasedJob second = trial.take();
            assertThat(List.of(second.queueId(), second.jobId())).containsExactly(other, job);
            trial.fail(second, 0);
            assertThat(trial.state(one, job)).contains(JobState.ACTIVE);
            trial.fail(first, 0);
            assertThat(listed(page -> Trial.get(trial.backend().deadJobs(Trial.TYPE, page))))
                    .extracting(DeadJob::job)
                    .containsExactly(key(other, job), key(one, job));
            assertThat(trial.state(one, like)).contains(JobState.QUEUED);

            trial.enqueue(other, like);
            trial.clear(one);
            assertThat(trial.state(one, like)).isEmpty();
            assertThat(trial.state(other, like)).contains(JobState.QUEUED);
        }
    }

    /** A queue id, a job id and a batch of the greatest lengths go through every operation, and a dequeue is repeated. */
    @Example
    @Label(BAD_INPUT + "a repeated dequeue returns all jobs of the longest names")
    default void aRepeatedDequeueReturnsAllJobsOfTheLongestNames() {
        String longest = "q".repeat(Bounds.MAX_IDENTIFIER_LENGTH - 1);
        try (Trial trial = begin()) {
            List<String> jobs = new ArrayList<>();
            for (char c = '0'; c <= '9'; c++) {
                jobs.add(longest + c);
                trial.enqueue(longest + "#", longest + c);
            }
            DequeueRequest request = new DequeueRequest(
                    Trial.TYPE, new DequeueFrom.Queue(longest + "#"), jobs.size(), Trial.LEASE_MICROS, 7);
            List<LeasedJob> first = Trial.get(trial.backend().dequeue(request)).jobs();
            assertThat(first).extracting(LeasedJob::jobId).isEqualTo(jobs);
            assertThat(Trial.get(trial.backend().dequeue(request)).jobs())
                    .extracting(LeasedJob::jobId, LeasedJob::token)
                    .isEqualTo(first.stream()
                            .map(job -> org.assertj.core.groups.Tuple.tuple(job.jobId(), job.token()))
                            .toList());
            trial.pass(Trial.LEASE_MICROS);
            assertThat(trial.requeue()).isEqualTo(jobs.size());
            assertThat(trial.drain()).isEqualTo(jobs);
        }
    }

    private static JobKey key(String queueId, String jobId) {
        return new JobKey(Trial.queue(queueId), jobId);
    }

    /** All items of a listing in pages of three. */
    private static <T> List<T> listed(Function<PageRequest, Page<T>> listing) {
        List<T> items = new ArrayList<>();
        PageRequest page = PageRequest.first(3);
        while (page != null) {
            Page<T> found = listing.apply(page);
            items.addAll(found.items());
            page = found.next() == null ? null : new PageRequest(found.next(), 3);
        }
        return items;
    }
}
