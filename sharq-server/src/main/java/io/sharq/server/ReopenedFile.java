package io.sharq.server;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.recovery.RecoveryListener;
import ch.qos.logback.core.recovery.ResilientFileOutputStream;
import io.sharq.logging.FailureLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logback's file appender for files that logrotate moves: it goes on in a new file when the old one was moved away, and on
 * request. If the new one cannot be opened, lines go on into the old one, and it is tried again each second. Lines come from
 * one thread; {@link #reopen} is thread-safe.
 */
final class ReopenedFile extends FileAppender<ILoggingEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(ReopenedFile.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);
    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path path;
    private final Runnable eachSecond;
    private final AtomicBoolean mustReopen = new AtomicBoolean();
    private @Nullable Object fileKey;
    private long lookedAt = System.nanoTime();
    private boolean hasFailed;

    /**
     * An appender that is not open yet.
     *
     * @param path the file
     * @param eachSecond runs on the writing thread, at most each second, while lines come
     */
    ReopenedFile(Path path, Runnable eachSecond) {
        this.path = path;
        this.eachSecond = eachSecond;
        setFile(path.toString());
    }

    /** Opens the file and starts the appender. */
    void open() throws IOException {
        probe();
        start();
        opened();
    }

    /** Logback makes folders that are missing, and keeps the reason of a failure to itself. */
    private void probe() throws IOException {
        Files.newByteChannel(path, CREATE, APPEND).close();
    }

    private void opened() {
        fileKey = key();
        ((ResilientFileOutputStream) getOutputStream()).addRecoveryListener(new RecoveryListener() {
            @Override
            public void newFailure(IOException failure) {
                if (COUNTED.isFirst("The access log cannot be written", failure)) {
                    LOG.error("The access log {} cannot be written", path, failure);
                }
            }

            @Override
            public void recoveryOccured() {
                LOG.info("The access log {} is written again", path);
            }
        });
    }

    private @Nullable Object key() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Goes on in a new file of the same name, from the next line on. */
    void reopen() {
        mustReopen.set(true);
    }

    @Override
    protected void append(ILoggingEvent event) {
        long now = System.nanoTime();
        boolean isTime = now - lookedAt >= LOOK_EVERY_NANOS;
        if (isTime) {
            lookedAt = now;
            eachSecond.run();
        }
        if (isTime ? mustReopen.get() || !Objects.equals(fileKey, key()) : mustReopen.get() && !hasFailed) {
            goOnInNewFile();
        }
        super.append(event);
    }

    private void goOnInNewFile() {
        // Before the file is opened: a request that arrives meanwhile is for the next one.
        mustReopen.set(false);
        try {
            probe();
            openFile(path.toString());
            opened();
            hasFailed = false;
        } catch (IOException e) {
            mustReopen.set(true);
            if (!hasFailed) {
                LOG.error("The access log {} cannot be opened; lines go on into the old file", path, e);
            }
            hasFailed = true;
        }
    }
}
