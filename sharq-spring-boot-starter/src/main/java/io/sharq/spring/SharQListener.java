package io.sharq.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a bean that performs the jobs of a queue type.
 *
 * <pre>{@code
 * @SharQListener(type = "sms", concurrency = 4)
 * void send(Sms sms) { ... }
 * }</pre>
 *
 * <p>The first parameter is the request, which is read from the payload of the job, or a {@code List} of requests, which is a
 * batch of one queue in its order. A second parameter may be the {@link io.sharq.api.Headers} of a single request, or the
 * {@link io.sharq.worker.BatchLeases} of a batch. The class of a request has no type parameters; {@code Map} is read as an
 * object of any members.
 *
 * <p>A method that returns normally finishes its jobs. A method for single requests may return a value, which is the result of
 * the job (rule 27) if it is not null. If the method throws, its jobs are retried as {@link io.sharq.worker.Handler#perform}
 * says, and {@link io.sharq.worker.Throttled} and {@link io.sharq.worker.BatchFailure} have their meanings.
 *
 * <p>Methods are called by several threads at a time. They start after every other bean of the application and stop before
 * any other.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface SharQListener {
    /**
     * The queue type.
     *
     * @return 1 to 90 of {@code A-Z a-z 0-9 _ -}, or a placeholder such as {@code ${orders.type}}
     */
    String type();

    /**
     * How many jobs, or batches, are performed at the same time by this process.
     *
     * @return 1 to 100,000; 0 for the property {@code sharq.listeners.concurrency}
     */
    int concurrency() default 0;

    /**
     * The concurrency as a text, in place of {@link #concurrency()}.
     *
     * @return a number or a placeholder such as {@code ${sms.concurrency:4}}; empty for {@link #concurrency()}
     */
    String concurrencyString() default "";

    /**
     * How many requests a batch has at the most. Only for methods that take a {@code List}.
     *
     * @return 1 to 10,000; 0 for the property {@code sharq.worker.batch-size}
     */
    int batchSize() default 0;

    /**
     * The batch size as a text, in place of {@link #batchSize()}.
     *
     * @return a number or a placeholder; empty for {@link #batchSize()}
     */
    String batchSizeString() default "";
}
