package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.sharq.EnqueueSpan;
import io.sharq.JobTracing;
import io.sharq.NewJob;
import io.sharq.PerformSpan;
import io.sharq.SharQ;
import io.sharq.TraceScope;
import io.sharq.TracedJob;
import io.sharq.api.BackendException;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.JobKey;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.observation.ObservationTracing;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tracer that fails loses no job and fails none. */
class FailingTracerTest {
    private static final WorkerSettings SETTINGS =
            WorkerSettings.builder().requeueLimit(0).build();

    private enum Call {
        ENQUEUE,
        HEADERS,
        ENQUEUED,
        PERFORM,
        OPEN,
        CLOSE,
        PERFORMED,
        FAILED
    }

    private static final class Unreadable extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("unreadable");
        }
    }

    /** Fails at one call, and records the others. */
    private record Failing(Call at, List<Call> calls) implements JobTracing {
        private void on(Call call) {
            calls.add(call);
            if (call == at) {
                throw new Unreadable();
            }
        }

        @Override
        public EnqueueSpan enqueue(String type, List<JobKey> jobs) {
            on(Call.ENQUEUE);
            return new EnqueueSpan() {
                @Override
                public Map<String, String> headers() {
                    on(Call.HEADERS);
                    return Map.of("trace", "1");
                }

                @Override
                public void enqueued(List<EnqueueResult> results) {
                    on(Call.ENQUEUED);
                }

                @Override
                public void failed(Throwable cause) {
                    on(Call.FAILED);
                }
            };
        }

        @Override
        public PerformSpan perform(TracedJob job) {
            on(Call.PERFORM);
            return new PerformSpan() {
                @Override
                public TraceScope open() {
                    on(Call.OPEN);
                    return () -> on(Call.CLOSE);
                }

                @Override
                public void performed() {
                    on(Call.PERFORMED);
                }

                @Override
                public void failed(Throwable cause) {
                    on(Call.FAILED);
                }

                @Override
                public void returned() {}
            };
        }
    }

    private static SharQ open(JobTracing tracing) {
        return SharQ.builder()
                .backend(InMemoryBackend.create())
                .tracing(tracing)
                .open();
    }

    private static void assertThatAJobIsEnqueuedAndPerformed(SharQ sharq) {
        assertThat(sharq.enqueue(NewJob.of("notify", "1", "a", new Notify(7))).status())
                .isEqualTo(EnqueueStatus.QUEUED);
        NotifyHandler handler = new NotifyHandler(1);
        try (Worker worker = Worker.of(new Queue(sharq, SETTINGS), handler)) {
            assertThat(worker.performReady()).isOne();
        }
        assertThat(handler.performed.get(0)).containsExactly(7);
        assertThat(sharq.find(JobKey.of("notify", "1", "a"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void whateverCallFailsTheJobIsPerformed(Call at) {
        List<Call> calls = new ArrayList<>();
        try (SharQ sharq = open(new Failing(at, calls))) {
            assertThatAJobIsEnqueuedAndPerformed(sharq);
        }
        if (at == Call.FAILED) {
            assertThat(calls)
                    .containsExactly(
                            Call.ENQUEUE,
                            Call.HEADERS,
                            Call.ENQUEUED,
                            Call.PERFORM,
                            Call.OPEN,
                            Call.CLOSE,
                            Call.PERFORMED);
        } else {
            assertThat(calls).contains(at);
        }
    }

    @Test
    void aFailureOfAJobIsTheHandlers() {
        List<Call> calls = new ArrayList<>();
        try (SharQ sharq = open(new Failing(Call.FAILED, calls))) {
            sharq.enqueue(NewJob.of("notify", "1", "a", new Notify(7)));
            NotifyHandler handler = new NotifyHandler(1) {
                @Override
                public void perform(List<Notify> requests) {
                    throw new IllegalStateException("no mail today");
                }
            };
            try (Worker worker = Worker.of(new Queue(sharq, SETTINGS), handler)) {
                assertThat(worker.performReady()).isOne();
            }
            assertThat(calls).contains(Call.FAILED);
            assertThat(sharq.find(JobKey.of("notify", "1", "a")).orElseThrow().lastFailure())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("no mail today"));
        }
    }

    @Test
    void aFailureOfTheStoreIsTheCallers() {
        List<Call> calls = new ArrayList<>();
        SharQ sharq = open(new Failing(Call.FAILED, calls));
        sharq.close();

        assertThatThrownBy(() -> sharq.enqueue(NewJob.of("notify", "1", "a", 1)))
                .isInstanceOf(BackendException.class);
        assertThat(calls).containsExactly(Call.ENQUEUE, Call.HEADERS, Call.FAILED);
    }

    @Test
    void aCancelledEnqueueEndsItsSpan() {
        List<Call> calls = new CopyOnWriteArrayList<>();
        CompletableFuture<Object> response = new CompletableFuture<>();
        SharQ sharq = SharQ.builder()
                .backend(new InterceptedBackend(InMemoryBackend.create()) {
                    @Override
                    @SuppressWarnings("unchecked") // It never completes with a value.
                    protected <R> CompletionStage<R> perform(Operation<R> operation) {
                        return operation instanceof EnqueueRequest
                                ? (CompletionStage<R>) response
                                : operation.on(backend());
                    }
                })
                .tracing(new Failing(Call.CLOSE, calls))
                .open();
        try (sharq) {
            CompletableFuture<EnqueueResult> enqueue = sharq.async().enqueue(NewJob.of("notify", "1", "a", 1));
            assertThat(calls).containsExactly(Call.ENQUEUE, Call.HEADERS);
            assertThat(enqueue.cancel(false)).isTrue();
            assertThat(calls).containsExactly(Call.ENQUEUE, Call.HEADERS, Call.FAILED);
        }
    }

    @Test
    void aSpanThatIsNullIsIgnored() {
        try (SharQ sharq = open(new JobTracing() {
            @Override
            public EnqueueSpan enqueue(String type, List<JobKey> jobs) {
                return null;
            }

            @Override
            public PerformSpan perform(TracedJob job) {
                return null;
            }
        })) {
            assertThatAJobIsEnqueuedAndPerformed(sharq);
        }
    }

    @Test
    void headersThatAreNoHeadersAreIgnored() {
        Map<String, String> broken = new LinkedHashMap<>();
        broken.put("no value", null);
        broken.put("trace", null);
        broken.put(null, "no name");
        try (SharQ sharq = open(new WithHeaders(broken))) {
            assertThatAJobIsEnqueuedAndPerformed(sharq);
        }
    }

    private record WithHeaders(Map<String, String> headers) implements JobTracing, EnqueueSpan {
        @Override
        public EnqueueSpan enqueue(String type, List<JobKey> jobs) {
            return this;
        }

        @Override
        public void enqueued(List<EnqueueResult> results) {}

        @Override
        public void failed(Throwable cause) {}

        @Override
        public PerformSpan perform(TracedJob job) {
            return JobTracing.NONE.perform(job);
        }
    }

    @Test
    void handlersOfARegistryThatFailLoseNoJob() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }

            @Override
            public void onStart(Observation.Context context) {
                throw new NoClassDefFoundError("a tracer of another version");
            }
        });
        try (SharQ sharq = open(ObservationTracing.of(registry))) {
            assertThatAJobIsEnqueuedAndPerformed(sharq);
        }
    }
}
