package io.sharq.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Feature;
import io.sharq.api.JobKey;
import io.sharq.api.LeaseToken;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.api.QueuePattern;
import io.sharq.api.Registration;
import io.sharq.api.limit.LimitKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperationTest {
    private static final String TYPE = "sms";
    private static final QueueKey QUEUE = new QueueKey(TYPE, "user001");
    private static final LimitKey LIMIT = new LimitKey(TYPE, "limit");
    private static final PageRequest PAGE = PageRequest.first(10);
    private static final DeadLimits LIMITS = new DeadLimits(10, 1_000);
    private static final List<JobRef> JOBS = List.of(new JobRef("user001", "job"));
    private static final LeaseRef FENCED = new LeaseRef("user001", "job", new LeaseToken(1, 2));
    private static final LeaseRef UNFENCED = new LeaseRef("user001", "job", null);

    /** Operations that have one effect however often they are run. */
    static Stream<Operation<?>> idempotent() {
        return Stream.of(
                new EnqueueRequest(
                        TYPE,
                        List.of(new EnqueueItem(
                                "user001", "job", Payload.of(new byte[0]), JobOptions.DEFAULT, QueueChange.NONE))),
                new DequeueRequest(TYPE, DequeueFrom.ANY, 1, 1, 7),
                FinishRequest.of(TYPE, List.of(FENCED), 0),
                new FailRequest(TYPE, List.of(new FailItem(FENCED, 0, null)), LIMITS),
                new ReleaseRequest(TYPE, List.of(FENCED)),
                new ExtendRequest(TYPE, List.of(FENCED, UNFENCED), 1),
                new ConfigureRequest(QUEUE, QueueChange.NONE, null, null, true),
                new PauseRequest(TYPE, null, true),
                new SetDefaultsRequest(new QueuePattern(TYPE, "gold-*"), QueueChange.interval(1), Set.of()),
                new DefaultsRequest(TYPE),
                new DescribeRequest(QUEUE),
                new FindRequest(new JobKey(QUEUE, "job")),
                new WatchRequest(new JobKey(QUEUE, "job")),
                new MetricsRequest(new MetricsScope.Queue(QUEUE)),
                new QueuesRequest(TYPE, PAGE),
                new JobsRequest(QUEUE, PAGE),
                new ThrottleRequest(TYPE, List.of(new ThrottleItem(FENCED, null)), 1),
                new ConfigureLimitRequest(LIMIT, LimitChange.NONE, null, null, false),
                new DescribeLimitRequest(LIMIT),
                new LimitsRequest(TYPE, PAGE),
                new DeleteLimitRequest(LIMIT),
                new DeadJobsRequest(TYPE, PAGE));
    }

    static Stream<Operation<?>> idempotentAcrossTypes() {
        return Stream.of(
                new MetricsRequest(MetricsScope.ALL),
                new TypesRequest(PAGE),
                DueRequest.first(10, LIMITS),
                new AgreeRequest(LIMITS, false),
                new HealthRequest());
    }

    static Stream<Operation<?>> notIdempotent() {
        return Stream.of(
                FinishRequest.of(TYPE, List.of(FENCED, UNFENCED), 0),
                new FailRequest(TYPE, List.of(new FailItem(FENCED, 0, null), new FailItem(UNFENCED, 0, null)), LIMITS),
                new ReleaseRequest(TYPE, List.of(UNFENCED)),
                new RequeueRequest(TYPE, 10, LIMITS),
                new ClearRequest(QUEUE, false, 10),
                new CancelRequest(TYPE, JOBS),
                new ChangeRequest(TYPE, List.of(new ChangeItem(JOBS.get(0), 1, null, null))),
                new ThrottleRequest(TYPE, List.of(new ThrottleItem(FENCED, null), new ThrottleItem(UNFENCED, 1L)), 1),
                new RedriveRequest(TYPE, JOBS),
                new DiscardRequest(TYPE, JOBS));
    }

    static Stream<Operation<?>> all() {
        return Stream.of(idempotent(), idempotentAcrossTypes(), notIdempotent()).flatMap(operations -> operations);
    }

    /** A backend that only records what it is to perform. */
    private static final class Recording extends OperationBackend {
        private final List<Operation<?>> performed = new ArrayList<>();

        @Override
        public Set<Feature> features() {
            return Set.of();
        }

        @Override
        protected <R> CompletionStage<R> perform(Operation<R> operation) {
            performed.add(operation);
            return new CompletableFuture<>();
        }

        @Override
        public Registration onReady(ReadinessListener listener) {
            return () -> {};
        }

        @Override
        public void close() {}
    }

    @Test
    void eachMethodOfABackendThatCompletesAStageIsOneOperation() {
        List<String> methods = Arrays.stream(Backend.class.getMethods())
                .filter(method -> method.getReturnType() == CompletionStage.class)
                .map(method -> method.getName())
                .toList();

        assertThat(all().map(Operation::name).distinct()).containsExactlyInAnyOrderElementsOf(methods);
        assertThat(all().map(operation -> (Object) operation.getClass()).distinct())
                .containsExactlyInAnyOrder((Object[]) Operation.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("all")
    void anOperationRunsTheMethodThatItNamesWithItsOwnArguments(Operation<?> operation) {
        Recording inner = new Recording();
        List<Operation<?>> intercepted = new ArrayList<>();
        Backend outer = new InterceptedBackend(inner) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> seen) {
                intercepted.add(seen);
                return seen.on(backend());
            }
        };

        CompletionStage<?> unused = operation.on(outer);

        assertThat(intercepted).singleElement().isEqualTo(operation);
        assertThat(inner.performed).singleElement().isEqualTo(operation);
    }

    @ParameterizedTest
    @MethodSource("idempotent")
    void anOperationMayBeRepeatedIfItHasOneEffect(Operation<?> operation) {
        assertThat(operation.isIdempotent()).isTrue();
        assertThat(operation.type()).isEqualTo(TYPE);
    }

    @ParameterizedTest
    @MethodSource("idempotentAcrossTypes")
    void anOperationThatConcernsNoSingleTypeNamesNone(Operation<?> operation) {
        assertThat(operation.isIdempotent()).isTrue();
        assertThat(operation.type()).isNull();
    }

    @ParameterizedTest
    @MethodSource("notIdempotent")
    void anOperationThatCouldDoMoreMayNotBeRepeated(Operation<?> operation) {
        assertThat(operation.isIdempotent()).isFalse();
        assertThat(operation.type()).isEqualTo(TYPE);
    }
}
