package io.sharq.benchmarks.scenario;

import io.sharq.benchmarks.load.Handed;
import io.sharq.benchmarks.load.Job;
import io.sharq.benchmarks.round.Sample;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Checks that the floor does what it is the floor of: a faster one that does less would prove nothing. */
final class FloorCheck {
    private FloorCheck() {}

    /** The sample, with a fault for each promise that the floor breaks. */
    static Sample of(Sample sample, FloorTarget floor) {
        String type = "bench-" + UUID.randomUUID();
        Job first = new Job(type, "queue", "job-1", Strings.json("first"), 0);
        Job second = new Job(type, "queue", "job-2", Strings.json("second"), 0);
        long duplicates = floor.duplicates(List.of(first, second, first)).join();
        List<Handed> handed = floor.dequeue(type, 1, Duration.ZERO).join();
        boolean isFirst = handed.size() == 1 && handed.get(0).id().equals("job-1");
        int lost = floor.finish(handed).join();
        int lostAgain = floor.finish(handed).join();
        List<Handed> rest = floor.dequeue(type, 1, Duration.ofSeconds(1)).join();
        boolean isSecond = rest.size() == 1 && rest.get(0).id().equals("job-2");
        return sample.claim(duplicates == 1, "the floor refused " + duplicates + " duplicates instead of 1")
                .claim(isFirst && isSecond, "the floor did not keep the order")
                .claim(lost == 0 && lostAgain == 1, "the floor did not fence a lease that had ended");
    }
}
