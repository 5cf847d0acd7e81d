package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.ChangeStatus;
import io.sharq.api.DeadJob;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Feature;
import io.sharq.api.Headers;
import io.sharq.api.JobDescription;
import io.sharq.api.JobState;
import io.sharq.api.PageRequest;
import io.sharq.api.WaitingJob;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RedriveRequest;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Rule 26: a job carries the headers of its enqueue to its worker. */
public interface JobHeaders extends Fixture {
    /** The headers of the examples: names that differ from each other, a value that is empty, and characters of all sizes. */
    Headers SAMPLE = Headers.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .with("X-Tag", "")
            .with("x.!#$%&'*+^_`|~", "\u00e4\u20ac\ud83d\ude00 \u00ff;=\"{}[]");

    private static EnqueueItem item(String jobId, Headers headers, JobOptions options) {
        return new EnqueueItem("queue", jobId, Trial.payload(jobId), headers, options, QueueChange.NONE);
    }

    private static void enqueue(Trial trial, String jobId, Headers headers) {
        assertThat(trial.enqueue(item(jobId, headers, JobOptions.DEFAULT)).status())
                .isEqualTo(EnqueueStatus.QUEUED);
    }

    private static JobDescription find(Trial trial, String jobId) {
        return trial.find("queue", jobId).orElseThrow();
    }

    /** Equal headers may be in another order, which callers see. */
    private static void assertCarries(Headers found, Headers expected) {
        assertThat(found).isEqualTo(expected);
        assertThat(List.copyOf(found.toMap().keySet()))
                .isEqualTo(List.copyOf(expected.toMap().keySet()));
        found.toMap().forEach((name, value) -> assertThat(expected.value(name)).hasValue(value));
    }

    /**
     * Whatever the headers are, they arrive as they were enqueued, beside the payload, and each job has its own.
     *
     * @param values the values of a job's headers
     */
    @Property(tries = 20)
    @Label(HEADERS + "each job is delivered with the headers of its enqueue")
    default void headersArriveAsTheyWere(
            @ForAll @Size(max = Bounds.MAX_HEADERS) List<@StringLength(max = 60) String> values) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.HEADERS)) {
                return;
            }
            Map<String, String> named = new LinkedHashMap<>();
            for (int i = values.size() - 1; i >= 0; i--) {
                named.put("Header-" + i, values.get(i).replaceAll("[\\p{Cc}\\p{Cs}]", "?"));
            }
            Headers headers = Headers.of(named);
            assertThat(trial.enqueueAll(List.of(
                            item("plain", Headers.NONE, JobOptions.DEFAULT),
                            item("own", headers, JobOptions.DEFAULT),
                            item("sample", SAMPLE, JobOptions.DEFAULT))))
                    .containsOnly(EnqueueStatus.QUEUED);

            for (Headers expected : List.of(Headers.NONE, headers, SAMPLE)) {
                LeasedJob job = trial.take();
                assertCarries(job.headers(), expected);
                assertThat(job.payload()).isEqualTo(Trial.payload(job.jobId()));
            }
        }
    }

    /** The bounds themselves are allowed. */
    @Example
    @Label(HEADERS + "as many and as long headers as there may be are kept whole")
    default void theGreatestHeadersAreKept() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.HEADERS)) {
                return;
            }
            Map<String, String> many = new LinkedHashMap<>();
            for (int i = 0; i < Bounds.MAX_HEADERS; i++) {
                many.put("Header-" + i, "v".repeat(i));
            }
            int name = Bounds.MAX_HEADER_NAME_LENGTH;
            Headers longest = Headers.of("n".repeat(name), "v".repeat(Bounds.MAX_HEADERS_BYTES - name));
            Headers wide = Headers.of("n", "\u20ac".repeat((Bounds.MAX_HEADERS_BYTES - 1) / 3));
            enqueue(trial, "job-0", Headers.of(many));
            enqueue(trial, "job-1", longest);
            enqueue(trial, "job-2", wide);

            for (Headers expected : List.of(Headers.of(many), longest, wide)) {
                assertCarries(trial.take().headers(), expected);
            }
        }
    }

    /**
     * A job that comes back, however, has its headers again.
     *
     * @param delay the delay of its first place and of its failure, in milliseconds
     */
    @Property(tries = 3)
    @Label(HEADERS + "a job that comes back has its headers again")
    default void headersOutliveALease(@ForAll @IntRange(max = 2) int delay) {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.HEADERS)) {
                return;
            }
            long micros = delay * 1_000L;
            JobOptions options = new JobOptions(0, micros, 2, null);
            assertThat(trial.enqueue(item("job", SAMPLE, options)).status()).isEqualTo(EnqueueStatus.QUEUED);
            assertCarries(find(trial, "job").headers(), SAMPLE);
            trial.pass(micros);

            LeasedJob job = trial.take();
            assertCarries(find(trial, "job").headers(), SAMPLE);
            trial.release(job);
            job = trial.take();
            assertCarries(job.headers(), SAMPLE);
            trial.fail(job, micros);
            assertCarries(find(trial, "job").headers(), SAMPLE);
            trial.pass(micros);
            assertCarries(trial.take().headers(), SAMPLE);
            trial.pass(Trial.LEASE_MICROS);
            assertThat(trial.requeue()).isEqualTo(1);
            assertCarries(trial.take().headers(), SAMPLE);
        }
    }

    /** The feature of throttles is another one. */
    @Example
    @Label(HEADERS + "a throttled job keeps its headers")
    default void headersOutliveAThrottle() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.HEADERS) || !trial.offers(Feature.THROTTLING)) {
                return;
            }
            enqueue(trial, "job", SAMPLE);
            trial.throttle(trial.take(), 1_000L, 1_000);
            trial.pass(1_000);
            assertCarries(trial.take().headers(), SAMPLE);
        }
    }

    /** A dead job is listed with its headers, and a redrive keeps them. */
    @Example
    @Label(HEADERS + "a dead job is listed with its headers, and is redriven with them")
    default void headersOutliveDeath() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.HEADERS)) {
                return;
            }
            trial.enqueue(item("job", SAMPLE, new JobOptions(0, 0, 0, null)));
            trial.enqueue(item("plain", Headers.NONE, new JobOptions(0, 0, 0, null)));
            trial.fail(trial.take(), 0);
            trial.fail(trial.take(), 0);

            List<DeadJob> dead = Trial.get(trial.backend().deadJobs(Trial.TYPE, PageRequest.first(10)))
                    .items();
            assertThat(dead).extracting(found -> found.job().id()).containsExactly("job", "plain");
            assertCarries(dead.get(0).headers(), SAMPLE);
            assertThat(dead.get(0).payload()).isEqualTo(Trial.payload("job"));
            assertCarries(dead.get(1).headers(), Headers.NONE);
            assertCarries(find(trial, "job").headers(), SAMPLE);

            RedriveRequest redrive = new RedriveRequest(Trial.TYPE, List.of(new JobRef("queue", "job")));
            assertThat(Trial.get(trial.backend().redrive(redrive)).get(0).done())
                    .isTrue();
            assertCarries(trial.take().headers(), SAMPLE);
        }
    }

    /** A change names no headers, so it leaves them. */
    @Example
    @Label(HEADERS + "a change of the payload, the order or the delay keeps the headers")
    default void headersOutliveAChange() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.HEADERS) || !trial.offers(Feature.JOB_CHANGES)) {
                return;
            }
            enqueue(trial, "job", SAMPLE);
            assertThat(trial.change("queue", "job", null, null, Trial.payload("changed")))
                    .isEqualTo(ChangeStatus.DONE);
            assertThat(trial.change("queue", "job", 3, 5_000L, null)).isEqualTo(ChangeStatus.DONE);
            assertCarries(find(trial, "job").headers(), SAMPLE);
            trial.pass(5_000);
            LeasedJob job = trial.take();
            assertCarries(job.headers(), SAMPLE);
            assertThat(job.payload()).isEqualTo(Trial.payload("changed"));
            trial.release(job);
            assertThat(trial.change("queue", "job", 4, null, Trial.payload("again")))
                    .isEqualTo(ChangeStatus.DONE);
            assertCarries(trial.take().headers(), SAMPLE);
        }
    }

    /** Waiting jobs are listed with their headers, whether queued or scheduled. */
    @Example
    @Label(HEADERS + "waiting jobs are listed with their headers")
    default void headersAreListed() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.HEADERS) || !trial.offers(Feature.JOB_LISTING)) {
                return;
            }
            int jobs = 40;
            for (int i = 0; i < jobs; i++) {
                JobOptions options = new JobOptions(0, i < jobs / 2 ? 0 : 1_000_000 + i, Bounds.REQUEUE_ALWAYS, null);
                Headers headers = i % 3 == 0 ? Headers.NONE : SAMPLE.with("X-Tag", "value " + i);
                assertThat(trial.enqueue(item("job-" + i, headers, options)).status())
                        .isEqualTo(EnqueueStatus.QUEUED);
            }
            List<WaitingJob> listed = Trial.get(trial.backend().jobs(Trial.queue("queue"), PageRequest.first(100)))
                    .items();
            assertThat(listed).hasSize(jobs);
            for (int i = 0; i < jobs; i++) {
                assertThat(listed.get(i).job().id()).isEqualTo("job-" + i);
                assertCarries(listed.get(i).headers(), i % 3 == 0 ? Headers.NONE : SAMPLE.with("X-Tag", "value " + i));
            }
        }
    }

    /** A repeated dequeue returns the same jobs with the same headers. */
    @Example
    @Label(HEADERS + "a dequeue that is sent again gets the headers again")
    default void headersAreRepeated() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.HEADERS)) {
                return;
            }
            enqueue(trial, "job-0", SAMPLE);
            enqueue(trial, "job-1", Headers.NONE);
            DequeueRequest request =
                    new DequeueRequest(Trial.TYPE, DequeueFrom.ANY, 2, Trial.LEASE_MICROS, Long.MAX_VALUE);
            for (int i = 0; i < 2; i++) {
                List<LeasedJob> jobs =
                        Trial.get(trial.backend().dequeue(request)).jobs();
                assertCarries(jobs.get(0).headers(), SAMPLE);
                assertCarries(jobs.get(1).headers(), Headers.NONE);
            }
        }
    }

    /** A duplicate changes nothing, and the id of a job that is gone begins with the headers of its own enqueue. */
    @Example
    @Label(HEADERS + "a duplicate changes no headers, and a finished job has none")
    default void headersAreOfOneEnqueue() {
        try (Trial trial = begin()) {
            if (!trial.offers(Feature.HEADERS)) {
                return;
            }
            enqueue(trial, "job", SAMPLE);
            assertThat(trial.enqueue(item("job", Headers.of("other", "1"), JobOptions.DEFAULT))
                            .status())
                    .isEqualTo(EnqueueStatus.DUPLICATE);
            LeasedJob job = trial.take();
            assertCarries(job.headers(), SAMPLE);
            FinishRequest finish = FinishRequest.of(Trial.TYPE, List.of(Trial.lease(job)), 1_000_000);
            Trial.get(trial.backend().finish(finish));
            assertThat(find(trial, "job").state()).isEqualTo(JobState.FINISHED);
            assertCarries(find(trial, "job").headers(), Headers.NONE);
            trial.pass(1_000_000);
            enqueue(trial, "job", Headers.NONE);
            assertCarries(trial.take().headers(), Headers.NONE);
        }
    }
}
