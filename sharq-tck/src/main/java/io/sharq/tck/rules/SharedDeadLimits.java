package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.DEAD_JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.PageRequest;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Rule 14: the limits on dead jobs belong to the store, whichever client recorded them. */
public interface SharedDeadLimits extends Fixture {
    /** An hour, in microseconds. */
    long HOUR_MICROS = 3_600_000_000L;

    /** The least limits. To agree on them raises nothing, so it reads what is recorded. */
    DeadLimits LEAST = new DeadLimits(0, 1);

    /**
     * Both of two clients get the greatest count and age that were recorded since a client replaced them.
     *
     * @param requests for each request, in one number: its client, count, age, and whether it replaces, as one in four
     *     does
     */
    @Property(tries = 30)
    @Label(DEAD_JOBS + "of the limits that clients record, the greatest hold until a client replaces them")
    default void theGreatestLimitsHold(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 2 * 3 * 3 * 4 - 1) Integer> requests) {
        withTwoClients((one, other) -> {
            int count = 0;
            long age = 1;
            for (int request : requests) {
                int ownCount = request / 2 % 3;
                long ownAge = 1 + request / 6 % 3 * HOUR_MICROS;
                boolean replaces = request / 18 == 0;
                count = replaces ? ownCount : Math.max(count, ownCount);
                age = replaces ? ownAge : Math.max(age, ownAge);
                DeadLimits expected = new DeadLimits(count, age);
                DeadLimits own = new DeadLimits(ownCount, ownAge);
                assertThat(agree(request % 2 == 0 ? one : other, own, replaces)).isEqualTo(expected);
                assertThat(agree(one, LEAST, false)).isEqualTo(expected);
                assertThat(agree(other, LEAST, false)).isEqualTo(expected);
            }
        });
    }

    /** Clients use the agreed limits for failures and upkeep, as a facade does. */
    @Example
    @Label(DEAD_JOBS + "a client with lower limits discards nothing that another one keeps, unless it replaces them")
    default void aClientWithLowerLimitsDiscardsNothing() {
        DeadLimits generous = new DeadLimits(10, 60_000_000);
        DeadLimits strict = new DeadLimits(1, 1_000_000);
        withTwoClients((one, other) -> {
            agree(one, generous, false);
            DeadLimits agreed = agree(other, strict, false);
            for (int i = 0; i < 3; i++) {
                kill(other, "job-" + i, agreed);
            }
            one.pass(2_000_000);
            other.requeue(100, agreed);
            assertThat(dead(one)).containsExactly("job-0", "job-1", "job-2");

            agreed = agree(other, strict, true);
            kill(other, "job-3", agreed);
            assertThat(dead(one)).containsExactly("job-3");
            one.pass(2_000_000);
            one.requeue(100, agree(one, LEAST, false));
            assertThat(dead(other)).isEmpty();
        });
    }

    private void withTwoClients(BiConsumer<Trial, Trial> body) {
        try (Trial one = begin()) {
            Optional<Trial> other = beginBeside(one);
            try {
                body.accept(one, other.orElse(one));
            } finally {
                other.ifPresent(Trial::close);
            }
        }
    }

    private static DeadLimits agree(Trial client, DeadLimits limits, boolean replaces) {
        return Trial.get(client.backend().agree(new AgreeRequest(limits, replaces)));
    }

    private static void kill(Trial client, String jobId, DeadLimits limits) {
        client.enqueue(Trial.item("queue", jobId, new JobOptions(0, 0, 0, null), QueueChange.NONE));
        FailItem item = new FailItem(Trial.lease(client.take()), 0, "it failed");
        Trial.get(client.backend().fail(new FailRequest(Trial.TYPE, List.of(item), limits)));
    }

    private static List<String> dead(Trial client) {
        return Trial.get(client.backend().deadJobs(Trial.TYPE, PageRequest.first(10))).items().stream()
                .map(DeadJob::job)
                .map(job -> job.id())
                .toList();
    }
}
