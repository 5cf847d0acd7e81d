package io.sharq.tck.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.spi.Backend;
import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import io.sharq.time.ManualTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random sequences reach all that there is to reach: a comparison that never got there would prove nothing. */
class SequencesTest {
    private static final int SEQUENCES = 1_000;

    private static final Map<String, Integer> OPERATIONS = new HashMap<>();
    private static final StringBuilder ANSWERS = new StringBuilder();

    @BeforeAll
    static void play() {
        for (int seed = 0; seed < SEQUENCES; seed++) {
            ManualTime time = ManualTime.startingAt(Trial.START);
            try (Backend one = new ModelBackend(time);
                    ModelBackend other = new ModelBackend(time)) {
                Pair pair = new Pair(one, other, time);
                for (Step step : Sequences.of(seed)) {
                    String text = step.toString();
                    OPERATIONS.merge(text.substring(0, text.indexOf('(')), 1, Integer::sum);
                    ANSWERS.append(text)
                            .append(" -> ")
                            .append(step.run(pair).ofModel())
                            .append('\n');
                }
                Everything.STEPS.forEach(look -> ANSWERS.append(look.run(pair).ofModel()));
            }
        }
    }

    @Test
    void theSameSeedMakesTheSameSequence() {
        assertThat(Sequences.of(7)).hasToString(Sequences.of(7).toString());
        assertThat(Sequences.of(7).toString()).isNotEqualTo(Sequences.of(8).toString());
    }

    @Test
    void everyOperationIsPlayedOften() {
        int all = OPERATIONS.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(all).isGreaterThan(SEQUENCES * 40);
        assertThat(OPERATIONS).hasSize(44);
        assertThat(Collections.min(OPERATIONS.values()))
                .as(OPERATIONS.toString())
                .isGreaterThan(all / 250);
    }

    @Test
    void everyOutcomeIsReachedOften() {
        for (String outcome : List.of(
                "status=QUEUED",
                "status=DUPLICATE",
                "status=QUEUE_FULL",
                "status=DONE",
                "status=LEASE_LOST",
                "status=REQUEUED",
                "status=DEAD",
                "state=QUEUED",
                "state=SCHEDULED",
                "state=ACTIVE",
                "state=FINISHED",
                "state=DEAD",
                "blocker=NONE",
                "blocker=PAUSE",
                "blocker=EMPTY",
                "blocker=ORDER",
                "blocker=CONCURRENCY",
                "blocker=SPACING",
                "blocker=HOLD",
                "blocker=DELAY",
                "Optional.empty",
                "requeued=2",
                "died=1",
                "nextReadyAtMicros=OptionalLong.empty",
                "nextReadyAtMicros=OptionalLong[",
                "found=true",
                "found=false",
                "removed=2",
                "DeadJobResult[done=true",
                "ChangeResult[status=DONE",
                "ChangeResult[status=NOT_FOUND",
                "ChangeResult[status=LEASED",
                "ChangeResult[status=DEAD",
                "ChangeResult[status=FINISHED",
                "holdReason=throttled",
                "INTERVAL=*",
                "INTERVAL=+49%*",
                "ORDERED=+49*",
                "CONCURRENCY=queue-0*",
                "CONCURRENCY=queue",
                "ORDERED=built-in")) {
            assertThat(ANSWERS.toString().split(Pattern.quote(outcome), -1).length - 1)
                    .as(outcome)
                    .isGreaterThan(5);
        }
    }
}
