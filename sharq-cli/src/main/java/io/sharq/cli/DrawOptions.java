package io.sharq.cli;

import io.sharq.benchmarks.load.Draw;
import picocli.CommandLine.Option;

/** The options that say how jobs choose their queues. */
final class DrawOptions {
    /** The values of {@code --draw}. */
    enum Kind {
        TURN,
        CHANCE
    }

    @Option(
            names = "--draw",
            description =
                    "how jobs choose their queues: ${COMPLETION-CANDIDATES}. In turn, a rate below the limits keeps a"
                            + " queue's jobs so far apart that no limit holds one. Default: ${DEFAULT-VALUE}")
    private Kind kind;

    @Option(names = "--seed", description = "the same seed draws the same queues; default: ${DEFAULT-VALUE}")
    private long seed = 1;

    DrawOptions(Kind kind) {
        this.kind = kind;
    }

    Draw draw() {
        return switch (kind) {
            case TURN -> new Draw.InTurn();
            case CHANCE -> new Draw.ByChance(seed);
        };
    }
}
