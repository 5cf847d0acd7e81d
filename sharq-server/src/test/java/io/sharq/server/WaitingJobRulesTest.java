package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import io.sharq.tck.BackendConformance;
import io.sharq.tck.Trial;
import io.sharq.tck.rules.JobChanges;
import io.sharq.tck.rules.JobHeaders;
import io.sharq.tck.rules.JobListing;
import io.sharq.tck.rules.Throttling;
import java.util.Optional;
import net.jqwik.api.lifecycle.AfterContainer;

/** The rules of listings, cancels, changes, throttles and headers, over HTTP. */
class WaitingJobRulesTest implements JobListing, JobChanges, Throttling, JobHeaders {
    /** Begins the tries; its own properties, which are those of a whole backend, do not run here. */
    private static final class Tries extends BackendConformance {
        @Override
        protected Backend open(TimeSource clock) {
            return HttpBackend.serving(InMemoryBackend.create(clock));
        }
    }

    private final Tries tries = new Tries();

    @AfterContainer
    static void theTriesWentThroughTheServer() {
        assertThat(HttpBackend.REQUESTS.get()).isGreaterThan(100);
    }

    @Override
    public Trial begin() {
        return tries.begin();
    }

    @Override
    public Optional<Trial> beginBeside(Trial first) {
        return Optional.empty();
    }

    @Override
    public Optional<Trial> beginBounded(StoreBounds bounds) {
        return Optional.empty();
    }

    @Override
    public Backend openInRealTime() {
        return tries.openInRealTime();
    }

    @Override
    public int partition(String queueId) {
        return 0;
    }

    @Override
    public long stored(Backend backend) {
        return 0;
    }
}
