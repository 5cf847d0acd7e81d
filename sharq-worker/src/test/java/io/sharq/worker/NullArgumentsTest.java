package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sharq.RetryAfter;
import io.sharq.SharQ;
import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import io.sharq.config.Configuration;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.Alarms;
import io.sharq.time.ManualTime;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.event.WorkerListener;
import io.sharq.worker.event.WorkerMetrics;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Null is refused by name in every public constructor and method, but where {@code @Nullable} allows it. */
class NullArgumentsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SharQ SHARQ = SharQ.open(InMemoryBackend.create());
    private static final Queue QUEUE = new Queue(SHARQ, WorkerSettings.defaults());
    private static final NotifyHandler HANDLER = new NotifyHandler(1);
    private static final Recurrence HOURLY = Recurrence.every(Duration.ofHours(1));

    /** Applications implement these, and workers call them. */
    private static final Set<Class<?>> IMPLEMENTED_BY_USERS =
            Set.of(Handler.class, ResultHandler.class, BatchLeases.class, BatchResults.class, WorkerListener.class);

    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(SharQ.class, SHARQ),
            Map.entry(Queue.class, QUEUE),
            Map.entry(Handler.class, HANDLER),
            Map.entry(Handler[].class, new Handler<?>[] {HANDLER}),
            Map.entry(Object.class, new Notify(1)),
            Map.entry(Object[].class, new Object[] {new Notify(1)}),
            Map.entry(List.class, List.of(new Notify(1))),
            Map.entry(Map.class, Map.of()),
            Map.entry(Optional.class, Optional.empty()),
            Map.entry(String.class, "name"),
            Map.entry(Integer.class, 1),
            Map.entry(Headers.class, Headers.NONE),
            Map.entry(Duration.class, Duration.ofSeconds(1)),
            Map.entry(Instant.class, NOON),
            Map.entry(ZoneId.class, ZoneOffset.UTC),
            Map.entry(Throwable.class, new IllegalStateException("a cause")),
            Map.entry(Configuration.class, Configuration.empty(Map.of())),
            Map.entry(WorkerSettings.class, WorkerSettings.defaults()),
            Map.entry(WorkerSettingsBuilder.class, WorkerSettings.builder()),
            Map.entry(Worker.class, Worker.of(QUEUE, HANDLER)),
            Map.entry(WorkerBuilder.class, Worker.builder(QUEUE)),
            Map.entry(WorkerListener.class, (WorkerListener) event -> {}),
            Map.entry(WorkerMetrics.class, new WorkerMetrics(new SimpleMeterRegistry())),
            Map.entry(WorkerEvent.class, new WorkerEvent.Bound("worker-1", "notify", "0")),
            Map.entry(MeterRegistry.class, new SimpleMeterRegistry()),
            Map.entry(RetryAfter.class, RetryAfter.UNKNOWN),
            Map.entry(Alarms.class, ManualTime.startingAt(NOON)),
            Map.entry(Recurrence.class, HOURLY),
            Map.entry(Recurrence.Every.class, HOURLY),
            Map.entry(Recurrence.Cron.class, Recurrence.cron("0 9 * * *", ZoneOffset.UTC)),
            Map.entry(RegisterOptions.class, RegisterOptions.DEFAULT),
            Map.entry(Route.class, Route.DEFAULT),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(boolean.class, true));

    @AfterAll
    static void close() {
        SHARQ.close();
    }

    static Stream<Arguments> required() throws IOException, URISyntaxException, ReflectiveOperationException {
        List<Arguments> cases = new ArrayList<>();
        for (Class<?> type : publicTypes()) {
            for (Executable called : callable(type)) {
                AnnotatedType[] types = called.getAnnotatedParameterTypes();
                for (int i = 0; i < types.length; i++) {
                    if (!called.getParameterTypes()[i].isPrimitive() && !isNullable(types[i])) {
                        cases.add(Arguments.of(called, i));
                    }
                }
            }
        }
        return cases.stream();
    }

    private static List<Class<?>> publicTypes() throws IOException, URISyntaxException, ReflectiveOperationException {
        Path classes = Path.of(
                Queue.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> types = new ArrayList<>();
        for (ModuleDescriptor.Exports exported : exported(classes)) {
            try (Stream<Path> files =
                    Files.list(classes.resolve(exported.source().replace('.', '/')))) {
                for (String file : files.map(path -> path.getFileName().toString())
                        .sorted()
                        .toList()) {
                    if (file.endsWith(".class") && !file.equals("package-info.class")) {
                        Class<?> type = Class.forName(exported.source() + "." + file.replace(".class", ""));
                        if (isPublic(type)) {
                            types.add(type);
                        }
                    }
                }
            }
        }
        return types;
    }

    private static Set<ModuleDescriptor.Exports> exported(Path classes) throws IOException {
        try (var descriptor = Files.newInputStream(classes.resolve("module-info.class"))) {
            return ModuleDescriptor.read(descriptor).exports();
        }
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> around = type.getDeclaringClass();
        return Modifier.isPublic(type.getModifiers()) && (around == null || isPublic(around));
    }

    private static List<Executable> callable(Class<?> type) {
        List<Executable> called = new ArrayList<>(List.of(type.getConstructors()));
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !IMPLEMENTED_BY_USERS.contains(type))
                .filter(method -> !method.getName().equals("equals"))
                .filter(method -> !Modifier.isAbstract(method.getModifiers()))
                .forEach(called::add);
        return called;
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static void call(Executable called, @Nullable Object[] arguments) throws Throwable {
        try {
            if (called instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                Object on = Modifier.isStatic(called.getModifiers()) ? null : sample(called.getDeclaringClass());
                ((Method) called).invoke(on, arguments);
            }
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object sample(Class<?> type) {
        assertThat(SAMPLES).as("samples of arguments").containsKey(type);
        return SAMPLES.get(type);
    }

    @ParameterizedTest(name = "{0}, argument {1}")
    @MethodSource("required")
    void nullIsRefused(Executable called, int position) {
        @Nullable
        Object[] arguments = Arrays.stream(called.getParameterTypes())
                .map(NullArgumentsTest::sample)
                .toArray();
        arguments[position] = null;
        InvalidValueException refused =
                catchThrowableOfType(InvalidValueException.class, () -> call(called, arguments));
        assertThat(refused.field()).isNotBlank();
        assertThat(refused.fault()).isEqualTo("It must not be null.");
    }

    @Test
    void theFieldIsNamed() {
        assertNamed("span", () -> Recurrence.every(null));
        assertNamed("expression", () -> Recurrence.cron(null, ZoneOffset.UTC));
        assertNamed("zone", () -> Recurrence.cron("0 9 * * *", null));
        assertNamed("delay", () -> RegisterOptions.DEFAULT.after(null));
        assertNamed("deadline", () -> RegisterOptions.DEFAULT.deadline(null));
        assertNamed("interval", () -> SubQueueRules.every(null));
        assertNamed("empty_pause", () -> WorkerSettings.builder().emptyPause(null));
        assertNamed("default_thread", () -> WorkerSettings.builder().defaultThread(null));
        assertNamed("sharq", () -> new Queue(null));
        assertNamed("queue", () -> Worker.builder(null));
        assertNamed("listener", () -> Worker.builder(QUEUE).listener(null));
        assertNamed("causes", () -> new BatchFailure(null));
    }

    @Test
    void whatIsInsideAnArgumentIsNamedToo() {
        assertNamed("handlers", () -> Worker.builder(QUEUE).handlers(HANDLER, null));
        assertNamed("requests", () -> QUEUE.register(HANDLER, new Notify(1), null));
        assertNamed(
                "requests", () -> QUEUE.register(HANDLER, Collections.singletonList(null), RegisterOptions.DEFAULT));
        assertNamed("causes", () -> new BatchFailure(Collections.singletonMap(0, null)));
        assertNamed("causes", () -> new BatchFailure(Collections.singletonMap(null, new IllegalStateException("why"))));
        Map<String, String> environment = new HashMap<>();
        environment.put("QUEUE_DEFAULT_ORDER", null);
        assertNamed("QUEUE_DEFAULT_ORDER", () -> WorkerSettings.of(Configuration.empty(Map.of()), environment));
    }

    private static void assertNamed(String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidValueException.class,
                        refused -> assertThat(refused.field()).isEqualTo(field))
                .hasMessageContaining("must not be null");
    }
}
