package io.sharq.worker;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Records what it performs, by sub-queue. */
public class NotifyHandler implements Handler<Notify> {
    final Map<Integer, Queue<Integer>> performed = new ConcurrentHashMap<>();
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger stopped = new AtomicInteger();
    private final int subQueues;

    public NotifyHandler(int subQueues) {
        this.subQueues = subQueues;
    }

    @Override
    public Class<Notify> requestType() {
        return Notify.class;
    }

    @Override
    public String name() {
        return "notify";
    }

    @Override
    public List<Route> route(List<Notify> requests) {
        return requests.stream()
                .map(request -> Route.modulo(request.user(), subQueues))
                .toList();
    }

    @Override
    public void start() {
        started.incrementAndGet();
    }

    @Override
    public void stop() {
        stopped.incrementAndGet();
    }

    @Override
    public void perform(List<Notify> requests) throws Exception {
        requests.forEach(request -> performed
                .computeIfAbsent(request.user() % subQueues, subQueue -> new ConcurrentLinkedQueue<>())
                .add(request.user()));
    }
}
