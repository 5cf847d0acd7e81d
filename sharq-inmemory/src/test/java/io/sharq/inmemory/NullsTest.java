package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sharq.AsyncSharQ;
import io.sharq.DequeueOptions;
import io.sharq.Failure;
import io.sharq.NewJob;
import io.sharq.QueueSettings;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.TracedJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseToken;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.DeadJobsRequest;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.DescribeRequest;
import io.sharq.spi.DiscardRequest;
import io.sharq.spi.DueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailRequest;
import io.sharq.spi.FindRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.Hold;
import io.sharq.spi.JobOptions;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.MetricsRequest;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import io.sharq.spi.QueuesRequest;
import io.sharq.spi.RedriveRequest;
import io.sharq.spi.ReleaseRequest;
import io.sharq.spi.RequeueRequest;
import io.sharq.spi.TypesRequest;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever a caller must give is refused by its field's name when it is null, not by a bare {@link NullPointerException}:
 * in each record that callers make, and in each method of the facades and of the values that they take.
 */
class NullsTest {
    private static final QueueKey QUEUE = new QueueKey("type", "queue");
    private static final JobKey JOB = new JobKey(QUEUE, "job");
    private static final LeaseToken TOKEN = new LeaseToken(1, 2);
    private static final Lease LEASE = new Lease(JOB, TOKEN, Instant.EPOCH);
    private static final DeadLimits LIMITS = new DeadLimits(1, 1);
    private static final LeaseRef REF = new LeaseRef("queue", "job", TOKEN);

    /** A good value of each type, beside the null that is tried. */
    private static final Map<Class<?>, Object> GOOD = Map.ofEntries(
            Map.entry(String.class, "name"),
            Map.entry(Object.class, "payload"),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(boolean.class, true),
            Map.entry(byte[].class, new byte[0]),
            Map.entry(Duration.class, Duration.ofSeconds(1)),
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(QueueKey.class, QUEUE),
            Map.entry(JobKey.class, JOB),
            Map.entry(LeaseToken.class, TOKEN),
            Map.entry(Lease.class, LEASE),
            Map.entry(LeaseRef.class, REF),
            Map.entry(Payload.class, Payload.of(new byte[0])),
            Map.entry(Headers.class, Headers.NONE),
            Map.entry(JobOptions.class, JobOptions.DEFAULT),
            Map.entry(QueueChange.class, QueueChange.NONE),
            Map.entry(QueueSettings.class, QueueSettings.change()),
            Map.entry(DequeueFrom.class, DequeueFrom.ANY),
            Map.entry(DequeueOptions.class, DequeueOptions.of("type")),
            Map.entry(DeadLimits.class, LIMITS),
            Map.entry(MetricsScope.class, MetricsScope.ALL),
            Map.entry(Failure.class, Failure.UNEXPLAINED),
            Map.entry(NewJob.class, NewJob.of("type", "queue", "job", "payload")),
            Map.entry(PageRequest.class, PageRequest.first(1)),
            Map.entry(List.class, List.of()));

    private static final List<Class<?>> RECORDS = List.of(
            QueueKey.class,
            JobKey.class,
            Lease.class,
            AgreeRequest.class,
            ClearRequest.class,
            ConfigureRequest.class,
            DeadJobsRequest.class,
            DequeueRequest.class,
            DequeueFrom.Queue.class,
            DescribeRequest.class,
            DiscardRequest.class,
            DueRequest.class,
            EnqueueItem.class,
            EnqueueRequest.class,
            ExtendRequest.class,
            FailItem.class,
            FailRequest.class,
            FindRequest.class,
            FinishRequest.class,
            Hold.Until.class,
            Hold.Span.class,
            JobRef.class,
            LeaseRef.class,
            MetricsRequest.class,
            MetricsScope.Type.class,
            MetricsScope.Queue.class,
            PauseRequest.class,
            QueuesRequest.class,
            RedriveRequest.class,
            ReleaseRequest.class,
            RequeueRequest.class,
            TypesRequest.class,
            TracedJob.class);

    @Test
    void theQueueTypeIsNamed() {
        assertThatThrownBy(() -> new QueueKey(null, "u"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("`queue_type` has an invalid value. It must not be null.");
    }

    @TestFactory
    Stream<DynamicTest> recordsNameWhatIsNull() {
        return RECORDS.stream()
                .flatMap(type -> tests(
                        type.getSimpleName(),
                        type.getDeclaredConstructors()[0],
                        arguments -> type.getDeclaredConstructors()[0].newInstance(arguments)));
    }

    @TestFactory
    Stream<DynamicTest> valuesNameWhatIsNull() {
        NewJob job = NewJob.of(JOB, "payload");
        DequeueOptions options = DequeueOptions.of("type");
        SharQSettings.Builder settings = SharQSettings.builder();
        return Stream.of(
                        Map.entry(NewJob.class, job),
                        Map.entry(DequeueOptions.class, options),
                        Map.entry(Failure.class, Failure.UNEXPLAINED),
                        Map.entry(QueueSettings.class, QueueSettings.change()),
                        Map.entry(SharQSettings.Builder.class, settings),
                        Map.entry(Payload.class, Payload.of(new byte[0])),
                        Map.entry(Headers.class, Headers.NONE),
                        Map.entry(LeaseToken.class, TOKEN))
                .flatMap(entry -> methods(entry.getKey(), entry.getValue()));
    }

    @TestFactory
    Stream<DynamicTest> facadesNameWhatIsNull() {
        SharQ sharq = SharQ.open(InMemoryBackend.create());
        return Stream.concat(
                Stream.concat(methods(SharQ.class, sharq), methods(AsyncSharQ.class, sharq.async())),
                Stream.of(DynamicTest.dynamicTest("closed at the end", sharq::close)));
    }

    private static Stream<DynamicTest> methods(Class<?> type, Object subject) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !method.getName().equals("equals"))
                // A backend or a file of null is a mistake in the program that opens it.
                .filter(method -> !method.getName().equals("open"))
                .flatMap(method -> tests(
                        type.getSimpleName() + "." + method.getName(),
                        method,
                        arguments -> method.invoke(subject, arguments)));
    }

    private interface Call {
        Object with(Object[] arguments) throws ReflectiveOperationException;
    }

    private static Stream<DynamicTest> tests(String name, Executable executable, Call call) {
        List<DynamicTest> tests = new ArrayList<>();
        Parameter[] parameters = executable.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            int tried = i;
            if (!parameters[i].getType().isPrimitive() && !isNullable(executable, i)) {
                tests.add(DynamicTest.dynamicTest(
                        name + " " + parameters[i].getName(),
                        () -> assertThat(refusal(parameters, tried, call))
                                .isInstanceOf(InvalidValueException.class)
                                .hasMessageContaining("It must not be null.")));
            }
        }
        return tests.stream();
    }

    private static boolean isNullable(Executable executable, int parameter) {
        AnnotatedElement type = executable.getAnnotatedParameterTypes()[parameter];
        return type.isAnnotationPresent(Nullable.class);
    }

    private static Throwable refusal(Parameter[] parameters, int tried, Call call) {
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = parameters[i].getType();
            arguments[i] = i == tried ? null : type == List.class ? goodList(parameters[i]) : GOOD.get(type);
        }
        Throwable thrown = catchThrowable(() -> call.with(arguments));
        return thrown instanceof InvocationTargetException wrapper ? wrapper.getCause() : thrown;
    }

    private static List<?> goodList(Parameter list) {
        String item = list.getParameterizedType().getTypeName();
        return GOOD.entrySet().stream()
                .filter(entry -> item.contains("<" + entry.getKey().getName() + ">"))
                .map(entry -> List.of(entry.getValue()))
                .findFirst()
                .orElseGet(() -> item.contains("FailItem")
                        ? List.of(new FailItem(REF, 0, null))
                        : item.contains("JobRef") ? List.of(new JobRef("queue", "job")) : List.of("none"));
    }
}
