package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.SharQ;
import io.sharq.api.InvalidValueException;
import io.sharq.api.PageRequest;
import io.sharq.inmemory.InMemoryBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sub-queues and recurrences are named by identifiers. */
@Timeout(300)
class SubQueueNamesTest {
    private static final List<String> NAMES = List.of(
            "+4915112345678",
            "a/b",
            "a%2Fb",
            "..",
            ".",
            "*",
            "[a]",
            "a:b@c.d?e#f&g=h;i,j(k)$l!~",
            "x".repeat(200),
            "y".repeat(144));

    private final SharQ sharq = SharQ.open(InMemoryBackend.create());
    private final Queue queue = new Queue(
            sharq,
            WorkerSettings.builder()
                    .emptyPause(Duration.ofMillis(5))
                    .defaultThread("+/%")
                    .build());

    @AfterEach
    void close() {
        sharq.close();
    }

    @Test
    void requestsOfEachSubQueueArePerformedUnderItsName() {
        Map<Integer, String> done = new ConcurrentHashMap<>();
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public List<Route> route(List<Notify> requests) {
                return requests.stream()
                        .map(request ->
                                request.user() < NAMES.size() ? Route.to(NAMES.get(request.user())) : Route.DEFAULT)
                        .toList();
            }

            @Override
            public void perform(List<Notify> requests) {
                requests.forEach(request -> done.put(request.user(), "done"));
            }
        };
        for (int i = 0; i <= NAMES.size(); i++) {
            queue.register(handler, new Notify(i));
        }
        assertThat(sharq.type("notify").queues(PageRequest.first(100)).items())
                .containsAll(NAMES)
                .contains("+/%")
                .hasSize(NAMES.size() + 1);
        try (Worker worker = Worker.builder(queue).handlers(handler).build()) {
            assertThat(worker.loop(NAMES.size() + 1)).isEqualTo(NAMES.size() + 1);
        }
        assertThat(done).hasSize(NAMES.size() + 1);
    }

    @Test
    void aRecurrenceIsListedAndCancelledByItsName() {
        NotifyHandler handler = new NotifyHandler(1);
        for (String name : NAMES) {
            assertThat(queue.recur(name, handler, new Notify(1), Recurrence.every(Duration.ofHours(1))))
                    .isTrue();
        }
        assertThat(queue.recurrences()).extracting(DeclaredRecurrence::name).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(queue.cancelRecurrence(handler, "a/b")).isTrue();
        assertThat(queue.recurrences())
                .extracting(DeclaredRecurrence::name)
                .contains("a%2Fb")
                .doesNotContain("a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a|b", "\u00e9", "a\nb"})
    void aNameThatIsNoIdentifierIsRefused(String name) {
        assertThatThrownBy(() -> Route.to(name))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("`thread` has an invalid value.");
        assertThatThrownBy(() ->
                        queue.recur(name, new NotifyHandler(1), new Notify(1), Recurrence.every(Duration.ofHours(1))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("`recurrence name` has an invalid value.");
        assertThatThrownBy(() -> WorkerSettings.builder().defaultThread(name))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("default_thread");
    }
}
