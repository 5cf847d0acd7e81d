package io.sharq.tck.differential;

import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** Runs sequences on a backend and on the model, and compares the replies. */
public final class Comparison {
    private static final Duration SHORTENING = Duration.ofSeconds(30);

    private static final Predicate<String> STEP_BACK =
            Pattern.compile("^setClock\\(-").asPredicate();
    private static final Predicate<String> MANY_DEATHS =
            Pattern.compile("^requeue\\(\"\\w+\", (?!1,)").asPredicate();

    private final Supplier<Trial> trials;
    private final ToIntFunction<String> partitions;

    /**
     * A comparison with a backend of one partition.
     *
     * @param trials opens an empty backend and a clock for each sequence
     */
    public Comparison(Supplier<Trial> trials) {
        this(trials, queueId -> 0);
    }

    /**
     * A comparison.
     *
     * @param trials opens an empty backend and a clock for each sequence
     * @param partitions the partition of a queue, inside which its turn is exact
     */
    public Comparison(Supplier<Trial> trials, ToIntFunction<String> partitions) {
        this.trials = trials;
        this.partitions = partitions;
    }

    /**
     * Runs a random sequence. If the replies differ, looks for a shorter sequence on which they do.
     *
     * @param seed the seed of the sequence
     * @throws AssertionError if they differ
     */
    public void ofSequence(long seed) {
        List<Step> sequence = sequence(seed);
        Optional<Disagreement> disagreement = play(sequence);
        if (disagreement.isPresent()) {
            List<Step> shortened = new Shortening(steps -> play(steps).isPresent(), SHORTENING)
                    .of(disagreement.get().steps());
            throw play(shortened).orElse(disagreement.get()).toError();
        }
    }

    /**
     * Runs a random sequence.
     *
     * @param seed the seed of the sequence
     * @return whether all replies are equal
     */
    public boolean agreesOn(long seed) {
        return play(sequence(seed)).isEmpty();
    }

    /**
     * The random sequence of a seed. The model has one partition, so a sequence for several omits the steps whose
     * effect it cannot predict. One is a step back of the clock, because each partition has its own steady time. The
     * others are requeues of several expired leases and enqueues of jobs with a deadline, because the order of deaths in
     * different partitions is open: each partition moves its jobs at their deadlines when an operation comes to it.
     */
    private List<Step> sequence(long seed) {
        List<Step> whole = Sequences.of(seed);
        long spread = Sequences.QUEUES.stream().mapToInt(partitions).distinct().count();
        return spread == 1
                ? whole
                : whole.stream()
                        .filter(step -> !STEP_BACK.test(step.toString())
                                && !MANY_DEATHS.test(step.toString())
                                && !step.toString().contains(".deadline("))
                        .toList();
    }

    /**
     * Runs a sequence.
     *
     * @param steps the sequence
     * @throws AssertionError if the replies differ
     */
    public void of(List<Step> steps) {
        play(steps).ifPresent(disagreement -> {
            throw disagreement.toError();
        });
    }

    private Optional<Disagreement> play(List<Step> steps) {
        try (Trial trial = trials.get();
                ModelBackend model = new ModelBackend(trial.time(), partitions)) {
            Pair pair = new Pair(trial.backend(), model, trial.time());
            List<Step> offered = offered(steps, trial);
            for (int i = 0; i < offered.size(); i++) {
                Answers answers = offered.get(i).run(pair);
                if (!answers.agree()) {
                    return Optional.of(new Disagreement(offered.subList(0, i + 1), answers));
                }
            }
            for (Step look : offered(Everything.STEPS, trial)) {
                Answers answers = look.run(pair);
                if (!answers.agree()) {
                    List<Step> played = new ArrayList<>(offered);
                    played.add(look);
                    return Optional.of(new Disagreement(played, answers));
                }
            }
            return Optional.empty();
        }
    }

    private static List<Step> offered(List<Step> steps, Trial trial) {
        return steps.stream()
                .filter(step -> step.isOfferedWith(trial.backend().features()))
                .toList();
    }
}
