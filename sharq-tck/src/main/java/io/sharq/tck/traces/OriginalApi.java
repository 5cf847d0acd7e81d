package io.sharq.tck.traces;

import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.InvalidValueException;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Metrics;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.QueueChange;
import io.sharq.tck.Trial;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The operations of the original over a backend, with its names and replies. A payload is kept as its JSON text. A
 * lease lasts one second, as in the original's sample configuration.
 */
final class OriginalApi {
    private static final String SUCCESS = "{\"status\":\"success\"}";
    private static final String FAILURE = "{\"status\":\"failure\"}";
    private static final int MINUTE_MILLIS = 60_000;
    private static final PageRequest PAGE = PageRequest.first(100);

    private final Trial trial;
    private final Backend backend;

    OriginalApi(Trial trial) {
        this.trial = trial;
        this.backend = trial.backend();
    }

    String run(String command) {
        String[] words = command.split(" ");
        try {
            return switch (words[0]) {
                case "enqueue" -> enqueue(command.split(" ", 6));
                case "dequeue" -> dequeue(words[1]);
                case "finish" -> finish(words[1], words[2], words[3]);
                case "requeue" -> requeue(words[1]);
                case "interval" -> interval(words[1], words[2], Long.parseLong(words[3]));
                case "metrics" -> metrics(words);
                case "pass" -> pass(Long.parseLong(words[1]));
                default -> throw new IllegalArgumentException("no such command: " + command);
            };
        } catch (InvalidValueException e) {
            return "{\"message\":\"`" + e.field() + "` has an invalid value.\",\"status\":\"failure\"}";
        }
    }

    /** Arguments: type, queue, job, interval, payload. */
    private String enqueue(String... words) {
        EnqueueItem item = new EnqueueItem(
                words[2],
                words[3],
                Payload.of(words[5].getBytes(StandardCharsets.UTF_8)),
                JobOptions.DEFAULT,
                QueueChange.interval(Long.parseLong(words[4])));
        EnqueueStatus status = Trial.get(backend.enqueue(new EnqueueRequest(words[1], List.of(item))))
                .get(0)
                .status();
        return status == EnqueueStatus.QUEUED ? "{\"status\":\"queued\"}" : FAILURE;
    }

    private String dequeue(String type) {
        return trial.dequeue(type, DequeueFrom.ANY, 1).jobs().stream()
                .map(OriginalApi::reply)
                .findFirst()
                .orElse(FAILURE);
    }

    private static String reply(LeasedJob job) {
        String payload = new String(job.payload().toByteArray(), StandardCharsets.UTF_8);
        return "{\"job_id\":\"%s\",\"payload\":%s,\"queue_id\":\"%s\",\"status\":\"success\"}"
                .formatted(job.jobId(), payload, job.queueId());
    }

    private String finish(String type, String queueId, String jobId) {
        FinishRequest request = FinishRequest.of(type, List.of(new LeaseRef(queueId, jobId, null)), 0);
        return Trial.get(backend.finish(request)).get(0).status() == LeaseStatus.DONE ? SUCCESS : FAILURE;
    }

    private String requeue(String type) {
        trial.requeue(type);
        return "None";
    }

    private String interval(String type, String queueId, long millis) {
        ConfigureRequest request =
                new ConfigureRequest(new QueueKey(type, queueId), QueueChange.interval(millis), null, null, true);
        return Trial.get(backend.configure(request)).found() ? SUCCESS : FAILURE;
    }

    private String metrics(String... words) {
        if (words.length == 1) {
            Metrics all = Trial.get(backend.metrics(MetricsScope.ALL));
            return "{%s,\"queue_types\":%s,\"status\":\"success\"}"
                    .formatted(counts(all), names(Trial.get(backend.types(PAGE)).items()));
        }
        if (words.length == 2) {
            return "{\"queue_ids\":%s,\"status\":\"success\"}"
                    .formatted(names(Trial.get(backend.queues(words[1], PAGE)).items()));
        }
        Metrics queue = Trial.get(backend.metrics(new MetricsScope.Queue(new QueueKey(words[1], words[2]))));
        return "{%s,\"queue_length\":%d,\"status\":\"success\"}".formatted(counts(queue), queue.length());
    }

    private static String counts(Metrics metrics) {
        return "\"dequeue_counts\":" + counts(metrics, Metrics.Minute::dequeued) + ",\"enqueue_counts\":"
                + counts(metrics, Metrics.Minute::enqueued);
    }

    private static String counts(Metrics metrics, ToLongFunction<Metrics.Minute> kind) {
        return metrics.minutes().stream()
                .map(minute -> "\"" + minute.minute() * MINUTE_MILLIS + "\":" + kind.applyAsLong(minute))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String names(List<String> names) {
        return names.stream().sorted().map(name -> '"' + name + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private String pass(long millis) {
        trial.pass(millis * 1_000);
        return "";
    }
}
