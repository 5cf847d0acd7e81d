package io.sharq.tck.rules;

import static io.sharq.tck.rules.Titles.DEAD_JOBS;
import static io.sharq.tck.rules.Titles.EXPIRY;
import static io.sharq.tck.rules.Titles.NOTHING_LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DeadLimits;
import io.sharq.api.PageRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ReleaseRequest;
import io.sharq.tck.Fixture;
import io.sharq.tck.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Rules 9, 13 and 14: upkeep visits the types that are listed as due, and no others. */
public interface DueTypes extends Fixture {
    /** The longest time after which work that is due is listed. */
    long LONGEST_MICROS = 3_600_000_000L;

    /**
     * A type is listed once its last lease has expired, and a requeue of the listed types leaves no expired lease. This
     * holds for any sequence of calls, and if the clock is set back.
     *
     * @param steps what each step does: 0 to 3 enqueue and dequeue a job of that type, the others finish one, release
     *     one, extend one, let time pass, run a round of upkeep, or set the clock back just after one
     */
    @Property(tries = 60)
    @Label(EXPIRY + "a type in which a lease has expired is listed as due")
    default void aTypeWithAnExpiredLeaseIsListed(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 9) Integer> steps) {
        try (Trial trial = begin()) {
            Map<String, List<LeasedJob>> leased = new TreeMap<>();
            int jobs = 0;
            for (int step : steps) {
                if (step <= 3) {
                    String type = "type-" + step;
                    trial.enqueue(type, "queue-" + jobs % 2, "job-" + jobs++);
                    leased.computeIfAbsent(type, name -> new ArrayList<>()).addAll(trial.dequeueOne(type));
                } else if (step == 7) {
                    trial.pass(Trial.LEASE_MICROS / 3);
                } else if (step == 8) {
                    trial.requeueDue(Trial.MANY_DEAD);
                } else if (step == 9) {
                    // A listing observes the time that passed since the listing before.
                    trial.requeueDue(Trial.MANY_DEAD);
                    trial.time().stepMicros(-Trial.LEASE_MICROS / 2);
                } else if (!leased.isEmpty()) {
                    Map.Entry<String, List<LeasedJob>> first =
                            leased.entrySet().iterator().next();
                    LeasedJob job = first.getValue().remove(0);
                    if (first.getValue().isEmpty()) {
                        leased.remove(first.getKey());
                    }
                    endOrExtend(trial, first.getKey(), job, step);
                }
            }
            // An upkeep observes the current time, and then the longest lease passes.
            trial.requeueDue(Trial.MANY_DEAD);
            trial.pass(2 * Trial.LEASE_MICROS);
            trial.requeueDue(Trial.MANY_DEAD);
            for (int type = 0; type <= 3; type++) {
                assertThat(trial.active("type-" + type))
                        .as("active jobs of type-" + type)
                        .isZero();
            }
        }
    }

    private static void endOrExtend(Trial trial, String type, LeasedJob job, int step) {
        List<LeaseRef> leases = List.of(Trial.lease(job));
        switch (step) {
            case 4 -> Trial.get(trial.backend().finish(FinishRequest.of(type, leases, 0)));
            case 5 -> Trial.get(trial.backend().release(new ReleaseRequest(type, leases)));
            default -> Trial.get(trial.backend().extend(new ExtendRequest(type, leases, Trial.LEASE_MICROS)));
        }
    }

    /** The lease that expires first decides. A type is listed from that microsecond on. */
    @Example
    @Label(EXPIRY + "a type is listed from the instant on at which its first lease expires")
    default void aTypeIsListedWhenItsFirstLeaseExpires() {
        try (Trial trial = begin()) {
            trial.enqueue("queue", "long");
            trial.enqueue("queue", "short");
            trial.dequeue(Trial.TYPE, 10 * Trial.LEASE_MICROS);
            trial.requeueDue(Trial.MANY_DEAD);
            trial.dequeue(Trial.TYPE, Trial.LEASE_MICROS);
            trial.pass(Trial.LEASE_MICROS - 1);
            trial.requeueDue(Trial.MANY_DEAD);
            assertThat(trial.active(Trial.TYPE)).isEqualTo(2);
            trial.pass(1);
            assertThat(trial.requeueDue(Trial.MANY_DEAD)).containsExactly(Trial.TYPE);
            assertThat(trial.active(Trial.TYPE)).isEqualTo(1);
            trial.pass(9 * Trial.LEASE_MICROS);
            assertThat(trial.requeueDue(Trial.MANY_DEAD)).containsExactly(Trial.TYPE);
            assertThat(trial.active(Trial.TYPE)).isZero();
        }
    }

    /** A type is listed again if a step of upkeep left work. */
    @Example
    @Label(EXPIRY + "a type whose upkeep is not complete stays listed")
    default void aTypeWhoseUpkeepIsNotCompleteStaysListed() {
        try (Trial trial = begin()) {
            for (int i = 0; i < 3; i++) {
                trial.enqueue("queue", "job-" + i);
                trial.take();
            }
            trial.pass(Trial.LEASE_MICROS);
            assertThat(trial.due(Trial.MANY_DEAD)).containsExactly(Trial.TYPE);
            assertThat(trial.requeue(1, Trial.MANY_DEAD).more()).isTrue();
            // A backend may withhold a type from the other clients for up to a second after it was listed.
            trial.pass(1_000_000);
            assertThat(trial.due(Trial.MANY_DEAD)).containsExactly(Trial.TYPE);
        }
    }

    /** Waiting jobs, live leases and dead jobs within the limits do not make a type due. */
    @Example
    @Label(EXPIRY + "a type in which nothing is due is not listed again")
    default void aTypeInWhichNothingIsDueIsNotListedAgain() {
        try (Trial trial = begin()) {
            for (int i = 0; i < 3; i++) {
                trial.enqueue(Trial.item("queue", "job-" + i, new JobOptions(0, 0, 0, null), QueueChange.NONE));
            }
            trial.fail(trial.take(), 0);
            trial.take();
            trial.requeueDue(Trial.MANY_DEAD);
            assertThat(trial.due(Trial.MANY_DEAD)).isEmpty();
            trial.pass(Trial.LEASE_MICROS - 1);
            assertThat(trial.due(Trial.MANY_DEAD)).isEmpty();
            trial.pass(1);
            assertThat(trial.requeueDue(Trial.MANY_DEAD)).containsExactly(Trial.TYPE);
            assertThat(trial.due(Trial.MANY_DEAD)).isEmpty();
            // Both less and more than the second for which a backend may withhold a type.
            trial.pass(100_000);
            assertThat(trial.due(Trial.MANY_DEAD)).isEmpty();
            trial.pass(10_000_000);
            assertThat(trial.due(Trial.MANY_DEAD)).isEmpty();
        }
    }

    /** There are more types than one page of the listing holds. */
    @Example
    @Label(EXPIRY + "all types that are due are listed, part by part")
    default void allTypesThatAreDueAreListed() {
        try (Trial trial = begin()) {
            List<String> types = new ArrayList<>();
            for (int i = 10; i < 47; i++) {
                types.add("type-" + i);
                trial.enqueue("type-" + i, "queue", "job");
                trial.dequeueOne("type-" + i);
            }
            trial.pass(Trial.LEASE_MICROS);
            assertThat(trial.requeueDue(Trial.MANY_DEAD)).containsExactlyInAnyOrderElementsOf(types);
            assertThat(trial.due(Trial.MANY_DEAD)).isEmpty();
        }
    }

    /**
     * Rounds of upkeep alone remove what a drained, cleared or configured queue left.
     *
     * @param way how the queue got empty
     */
    @Property(tries = 12)
    @Label(NOTHING_LOST + "a type of which something may be forgotten is listed as due")
    default void aTypeOfWhichSomethingMayBeForgottenIsListed(@ForAll @IntRange(max = 3) int way) {
        try (Trial trial = begin()) {
            switch (way) {
                case 0 -> {
                    trial.enqueue("queue", "job");
                    trial.finish(trial.take());
                }
                case 1 -> {
                    trial.enqueue("queue", "job");
                    trial.clear("queue");
                }
                case 2 -> trial.interval("queue", 5);
                default -> {
                    trial.pause(null, true);
                    trial.pause(null, false);
                }
            }
            trial.requeueDue(Trial.MANY_DEAD);
            trial.pass(605_000_000);
            trial.requeueDue(Trial.MANY_DEAD);
            trial.pass(5_000_000);
            trial.requeueDue(Trial.MANY_DEAD);
            assertThat(Trial.get(trial.backend().types(PageRequest.first(10))).items())
                    .isEmpty();
            assertThat(stored(trial.backend())).as("records in the store").isZero();
        }
    }

    /** Rounds of upkeep alone remove a dead job that is too old. */
    @Example
    @Label(DEAD_JOBS + "a type with a dead job that is too old is listed as due")
    default void aTypeWithAnAgedDeadJobIsListed() {
        try (Trial trial = begin()) {
            DeadLimits limits = new DeadLimits(10, 60_000_000);
            trial.enqueue(Trial.item("queue", "job", new JobOptions(0, 0, 0, null), QueueChange.NONE));
            trial.take();
            trial.pass(Trial.LEASE_MICROS);
            trial.requeueDue(limits);
            assertThat(trial.due(limits)).isEmpty();
            assertThat(trial.find("queue", "job")).isPresent();
            trial.pass(60_000_000);
            trial.requeueDue(limits);
            assertThat(trial.find("queue", "job")).isEmpty();
        }
    }

    /** Lowered limits take effect within an hour. */
    @Example
    @Label(DEAD_JOBS + "a type with more dead jobs than are kept now is listed within an hour")
    default void aTypeWithTooManyDeadJobsIsListed() {
        try (Trial trial = begin()) {
            for (int i = 0; i < 3; i++) {
                trial.enqueue(Trial.item("queue", "job-" + i, new JobOptions(0, 0, 0, null), QueueChange.NONE));
                trial.fail(trial.take(), 0);
            }
            trial.requeueDue(Trial.MANY_DEAD);
            trial.pass(LONGEST_MICROS);
            trial.requeueDue(new DeadLimits(1, Trial.MANY_DEAD.maxAgeMicros()));
            assertThat(trial.find("queue", "job-1")).isEmpty();
            assertThat(trial.find("queue", "job-2")).isPresent();
        }
    }
}
