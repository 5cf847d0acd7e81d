package io.sharq.server;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.sharq.api.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Sends the lines of the logger {@value AccessLog#NAME} to a file, as Logback's appenders do: a bounded queue, and one thread
 * that formats and writes. A slow disk delays no request; lines that find the queue full are dropped and counted. Thread-safe.
 *
 * <p>The logger is the process's: while it is open, the file holds the requests of every server in it.
 */
final class AccessLogFile implements AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(AccessLogFile.class);
    private static final int LONGEST_QUEUE = 100_000;
    private static final int FLUSH_MILLIS = 2_000;

    private final Logger logger;
    private final @Nullable Level level;
    private final ReopenedFile file;
    private final Queue queue;

    private AccessLogFile(Logger logger, ReopenedFile file, Queue queue) {
        this.logger = logger;
        this.level = logger.getLevel();
        this.file = file;
        this.queue = queue;
    }

    /**
     * Opens a file and sends the lines to it from now on.
     *
     * @param path the file, which is appended to
     * @return what ends it
     * @throws ConfigurationException if the file cannot be written, or Logback is not what logs
     */
    static AccessLogFile open(Path path) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (!(factory instanceof LoggerContext context)) {
            throw new ConfigurationException(
                    "accesslog: it needs Logback, and " + factory.getClass().getName()
                            + " is what logs; configure its logger " + AccessLog.NAME + " instead");
        }
        PatternLayoutEncoder line = new PatternLayoutEncoder();
        line.setContext(context);
        line.setPattern("%msg%n");
        line.start();
        AtomicLong dropped = new AtomicLong();
        ReopenedFile file = new ReopenedFile(path, () -> report(dropped.getAndSet(0)));
        file.setContext(context);
        file.setEncoder(line);
        try {
            file.open();
        } catch (IOException e) {
            throw new ConfigurationException("accesslog: " + path + " cannot be written: " + e, e);
        }
        Queue queue = new Queue(dropped);
        queue.setContext(context);
        queue.setQueueSize(LONGEST_QUEUE);
        queue.setDiscardingThreshold(1);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(FLUSH_MILLIS);
        queue.addAppender(file);
        queue.start();
        Logger logger = context.getLogger(AccessLog.NAME);
        AccessLogFile opened = new AccessLogFile(logger, file, queue);
        logger.addAppender(queue);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        return opened;
    }

    private static void report(long lines) {
        if (lines > 0) {
            LOG.warn("The access log is too slow: {} lines are dropped", lines);
        }
    }

    /** Goes on in a new file of the same name. */
    void reopen() {
        file.reopen();
    }

    /** Writes the queued lines, for at most two seconds, and closes the file. */
    @Override
    public void close() {
        logger.setLevel(level);
        logger.detachAppender(queue);
        queue.stop();
    }

    /** Logback's queue, which counts the lines that it drops. */
    private static final class Queue extends AsyncAppender {
        private final AtomicLong dropped;

        private Queue(AtomicLong dropped) {
            this.dropped = dropped;
        }

        /** Is called only while the queue is full. */
        @Override
        protected boolean isDiscardable(ILoggingEvent event) {
            dropped.incrementAndGet();
            return true;
        }

        /** An entry is immutable, so the writing thread may format it. */
        @Override
        protected void preprocess(ILoggingEvent event) {}
    }
}
