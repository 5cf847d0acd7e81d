package io.sharq.benchmarks.load;

/** How the queue of a job is chosen among the queues of its type. */
public sealed interface Draw {
    /**
     * The queue of a job.
     *
     * @param job the number of the job in its type
     * @param queues the number of queues, at least 1
     * @return the index of the queue
     */
    int queue(long job, int queues);

    /**
     * One queue after the other. While jobs come at a rate, no two jobs of a queue are close to each other: no limit
     * holds one, unless the rate is above what the queues allow.
     */
    record InTurn() implements Draw {
        @Override
        public int queue(long job, int queues) {
            return (int) (job % queues);
        }
    }

    /**
     * Each queue with the same probability, independent of the jobs before. Jobs of a queue come close to each other, so
     * a limit holds some of them at any rate.
     *
     * @param seed the same seed draws the same queues
     */
    record ByChance(long seed) implements Draw {
        @Override
        public int queue(long job, int queues) {
            return (int) Math.floorMod(mixed(mixed(seed) + job), (long) queues);
        }

        /** A step of SplitMix64, which needs no state: the queue of a job is computed from its number alone. */
        private static long mixed(long number) {
            long z = number + 0x9e3779b97f4a7c15L;
            z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return z ^ (z >>> 31);
        }
    }
}
