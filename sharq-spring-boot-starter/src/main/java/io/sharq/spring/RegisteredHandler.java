package io.sharq.spring;

import io.sharq.worker.Handler;

/**
 * A handler that works in the application.
 *
 * @param name the queue type
 * @param place the listener or the bean, for messages
 * @param handler the handler
 * @param concurrency how many loops perform its jobs
 */
record RegisteredHandler(String name, String place, Handler<?> handler, int concurrency) {}
