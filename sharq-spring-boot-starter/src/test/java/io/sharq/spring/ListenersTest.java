package io.sharq.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sharq.Delivery;
import io.sharq.JobResult;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.Headers;
import io.sharq.api.JobKey;
import io.sharq.worker.BatchLeases;
import io.sharq.worker.Handler;
import io.sharq.worker.Queue;
import io.sharq.worker.Worker;
import io.sharq.worker.WorkerHealth;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.event.WorkerListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** What listeners and handlers do with the jobs of their types, from the start of the application to its end. */
@Timeout(120)
class ListenersTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** With a retention, for the results that a listener leaves. */
    private static ApplicationContextRunner with(Class<?>... beans) {
        return Starter.inMemory().withUserConfiguration(beans).withPropertyValues("sharq.finished-retention=1h");
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(taken).isNotNull();
        return taken;
    }

    /** One listener of each form. */
    static class Forms {
        final BlockingQueue<Object> calls = new LinkedBlockingQueue<>();

        @SharQListener(type = "single")
        void single(Sms sms) {
            calls.add(sms);
        }

        @SharQListener(type = "headers")
        void headers(Sms sms, Headers headers) {
            calls.add(headers.value("tenant").orElse("none"));
        }

        @SharQListener(type = "batch", batchSize = 10)
        void batch(List<Sms> batch) {
            calls.add(List.copyOf(batch));
        }

        @SharQListener(type = "leases")
        void leases(List<Sms> batch, BatchLeases leases) {
            calls.add(leases.areAllLost());
        }

        @SharQListener(type = "object")
        void object(Map<String, Object> object) {
            calls.add(object.get("text"));
        }

        @SharQListener(type = "result")
        String result(Sms sms) {
            return "sent " + sms.text();
        }
    }

    @Test
    void aListenerGetsTheRequestsOfItsType() {
        with(Forms.class).run(context -> {
            SharQ sharq = context.getBean(SharQ.class);
            Forms forms = context.getBean(Forms.class);

            sharq.enqueue(NewJob.of("single", "q", "1", new Sms("one")));
            assertThat(take(forms.calls)).isEqualTo(new Sms("one"));
            sharq.enqueue(NewJob.of("headers", "q", "1", new Sms("one")).header("tenant", "blue"));
            assertThat(take(forms.calls)).isEqualTo("blue");
            sharq.enqueue(NewJob.of("leases", "q", "1", new Sms("one")));
            assertThat(take(forms.calls)).isEqualTo(false);
            sharq.enqueue(NewJob.of("object", "q", "1", new Sms("one")));
            assertThat(take(forms.calls)).isEqualTo("one");
            sharq.enqueue(NewJob.of("batch", "q", "1", new Sms("one")));
            assertThat(take(forms.calls)).isEqualTo(List.of(new Sms("one")));
        });
    }

    @Test
    void whatAListenerReturnsIsTheResultOfTheJob() {
        with(Forms.class).run(context -> {
            SharQ sharq = context.getBean(SharQ.class);
            sharq.enqueue(NewJob.of("result", "q", "1", new Sms("one")));

            JobResult result = sharq.result(JobKey.of("result", "q", "1"), LIMIT);

            assertThat(((JobResult.Finished) result).resultAs(String.class)).isEqualTo("sent one");
        });
    }

    /** A handler of the application, with a name of its own. */
    static class Handlers {
        static final BlockingQueue<Sms> PERFORMED = new LinkedBlockingQueue<>();

        static class SmsHandler implements Handler<Sms> {
            @Override
            public Class<Sms> requestType() {
                return Sms.class;
            }

            @Override
            public void perform(List<Sms> requests) {
                PERFORMED.addAll(requests);
            }
        }

        @Bean
        SmsHandler handler() {
            return new SmsHandler();
        }
    }

    @Test
    void aHandlerPerformsWhatIsRegisteredForIt() {
        with(Handlers.class).run(context -> {
            Queue queue = context.getBean(Queue.class);
            queue.register(context.getBean(Handlers.SmsHandler.class), new Sms("one"));

            assertThat(take(Handlers.PERFORMED)).isEqualTo(new Sms("one"));
        });
    }

    static class Counts {
        @SharQListener(type = "${orders.type:orders}", concurrencyString = "${orders.concurrency:3}")
        void orders(Sms sms) {}

        @SharQListener(type = "mails", concurrency = 4)
        void mails(Sms sms) {}

        @SharQListener(type = "calls")
        void calls(Sms sms) {}
    }

    /** The thread of recurrences is one more. */
    private static int loops(SharQListeners listeners, String name) {
        WorkerHealth health = listeners.health().get(name);
        return health == null ? 0 : health.started();
    }

    @Test
    void placeholdersAndPropertiesSetTheConcurrency() {
        with(Counts.class)
                .withPropertyValues(
                        "orders.type=special",
                        "sharq.listeners.concurrency=2",
                        "sharq.listeners.concurrency-of.mails=6")
                .run(context -> {
                    SharQListeners listeners = context.getBean(SharQListeners.class);
                    await().atMost(LIMIT).untilAsserted(() -> {
                        assertThat(loops(listeners, "special")).isEqualTo(3 + 1);
                        assertThat(loops(listeners, "mails")).isEqualTo(6 + 1);
                        assertThat(loops(listeners, "calls")).isEqualTo(2 + 1);
                    });
                });
    }

    @Test
    void listenersMayStayStopped() {
        with(Counts.class)
                .withPropertyValues("sharq.listeners.auto-startup=false")
                .run(context -> {
                    SharQListeners listeners = context.getBean(SharQListeners.class);
                    assertThat(listeners.isRunning()).isFalse();
                    assertThat(listeners.workers()).hasSize(3);
                    assertThat(loops(listeners, "mails")).isZero();
                });
    }

    @Test
    void aStoppedApplicationStartsAgain() {
        with(Forms.class).run(context -> {
            SharQListeners listeners = context.getBean(SharQListeners.class);
            listeners.stop();
            assertThat(listeners.isRunning()).isFalse();
            assertThat(listeners.workers()).isEmpty();
            listeners.start();

            context.getBean(SharQ.class).enqueue(NewJob.of("single", "q", "1", new Sms("again")));
            assertThat(take(context.getBean(Forms.class).calls)).isEqualTo(new Sms("again"));
        });
    }

    /** A web server, for instance: its phase is lower. */
    static class OtherLifecycle implements SmartLifecycle {
        static final List<String> ORDER = new CopyOnWriteArrayList<>();
        private final ObjectProvider<SharQListeners> listeners;
        private boolean isRunning;

        /** It does not depend on the listeners, or Spring would start them first. */
        OtherLifecycle(ObjectProvider<SharQListeners> listeners) {
            this.listeners = listeners;
        }

        @Override
        public void start() {
            isRunning = true;
            ORDER.add("start, listeners run: " + listeners.getObject().isRunning());
        }

        @Override
        public void stop() {
            isRunning = false;
            ORDER.add("stop, listeners run: " + listeners.getObject().isRunning());
        }

        @Override
        public boolean isRunning() {
            return isRunning;
        }

        @Override
        public int getPhase() {
            return Integer.MAX_VALUE - 2048;
        }
    }

    @Test
    void listenersStartLastAndStopFirst() {
        OtherLifecycle.ORDER.clear();
        with(OtherLifecycle.class, Forms.class)
                .run(context -> assertThat(context.getBean(SharQListeners.class).isRunning())
                        .isTrue());

        assertThat(OtherLifecycle.ORDER).containsExactly("start, listeners run: false", "stop, listeners run: false");
    }

    static class Slow {
        static final CountDownLatch BEGUN = new CountDownLatch(1);
        static final CountDownLatch MAY_END = new CountDownLatch(1);
        static final List<String> ENDED = new CopyOnWriteArrayList<>();

        @SharQListener(type = "slow")
        void work(Sms sms) throws InterruptedException {
            BEGUN.countDown();
            boolean unused = MAY_END.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
            ENDED.add(sms.text());
        }
    }

    @Test
    void aStopWaitsForTheBatchInHand() {
        with(Slow.class).withPropertyValues("sharq.worker.close-timeout=1m").run(context -> {
            context.getBean(SharQ.class).enqueue(NewJob.of("slow", "q", "1", new Sms("one")));
            assertThat(Slow.BEGUN.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Thread closing = new Thread(context.getBean(SharQListeners.class)::stop);
            closing.start();
            await().atMost(LIMIT).until(() -> closing.getState() == Thread.State.WAITING);
            assertThat(Slow.ENDED).isEmpty();
            Slow.MAY_END.countDown();
            closing.join(LIMIT.toMillis());
            assertThat(Slow.ENDED).containsExactly("one");
        });
    }

    static class Failing {
        @SharQListener(type = "failing")
        void work(Sms sms) throws Exception {
            throw new java.io.IOException("upstream says no");
        }
    }

    static class Events {
        static final BlockingQueue<WorkerEvent> FAILED = new LinkedBlockingQueue<>();

        @Bean
        WorkerListener failures() {
            return event -> {
                if (event instanceof WorkerEvent.Failed) {
                    FAILED.add(event);
                }
            };
        }
    }

    @Test
    void whatAListenerThrowsIsTheFailureOfItsJob() {
        with(Failing.class, Events.class).run(context -> {
            context.getBean(SharQ.class).enqueue(NewJob.of("failing", "q", "1", new Sms("one")));

            WorkerEvent.Failed failed = (WorkerEvent.Failed) take(Events.FAILED);
            assertThat(failed.handler()).isEqualTo("failing");
            assertThat(failed.cause()).isInstanceOf(java.io.IOException.class).hasMessage("upstream says no");
        });
    }

    @Lazy
    static class OnDemand extends Forms {}

    @Test
    void aBeanThatIsCreatedOnDemandIsCreatedByItsFirstJob() {
        with(OnDemand.class)
                .withPropertyValues("sharq.listeners.auto-startup=false")
                .run(context -> {
                    String name = context.getBeanNamesForType(OnDemand.class)[0];
                    assertThat(context.getBeanFactory().containsSingleton(name)).isFalse();
                    context.getBean(SharQ.class).enqueue(NewJob.of("single", "q", "1", new Sms("one")));
                    for (Worker worker : context.getBean(SharQListeners.class).workers()) {
                        long unused = worker.performReady();
                    }
                    assertThat(context.getBeanFactory().containsSingleton(name)).isTrue();
                    assertThat(context.getBean(OnDemand.class).calls).containsExactly(new Sms("one"));
                });
    }

    @Test
    void listenersRunWithLazyInitialization() {
        with(Forms.class)
                .withInitializer(context -> context.addBeanFactoryPostProcessor(
                        new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    context.getBean(SharQ.class).enqueue(NewJob.of("single", "q", "1", new Sms("one")));
                    assertThat(take(context.getBean(Forms.class).calls)).isEqualTo(new Sms("one"));
                });
    }

    @Test
    void aJobThatNoListenerWantsStays() {
        with(Forms.class).run(context -> {
            SharQ sharq = context.getBean(SharQ.class);
            sharq.enqueue(NewJob.of("other", "q", "1", new Sms("one")));
            Delivery delivery = sharq.dequeue("other").orElseThrow();
            assertThat(delivery.payloadAs(Sms.class)).isEqualTo(new Sms("one"));
        });
    }
}
