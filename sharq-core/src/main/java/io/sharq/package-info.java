/**
 * The entry point of SharQ: {@link io.sharq.SharQ}, its asynchronous API {@link io.sharq.AsyncSharQ}, and the values
 * that they take and return.
 *
 * <pre>{@code
 * try (SharQ sharq = SharQ.open(Path.of("sharq.conf"))) {
 *     sharq.enqueue(NewJob.of("sms", "user001", "job-1", Map.of("text", "hello")).interval(Duration.ofSeconds(1)));
 *     sharq.dequeue("sms", Duration.ofSeconds(5)).ifPresent(delivery -> {
 *         send(delivery.payloadAs(Sms.class));
 *         sharq.finish(delivery);
 *     });
 * }
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package io.sharq;
