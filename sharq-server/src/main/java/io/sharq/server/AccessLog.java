package io.sharq.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.ConfigurationException;
import io.sharq.logging.FailureLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log in Apache's combined format. A thread of its own writes it, so that a slow disk delays no request; when
 * it is too far behind, lines are left out and counted. If the file was moved away, or the server gets SIGHUP, it goes on
 * in a new one. Thread-safe.
 */
final class AccessLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);
    private static final int LONGEST_QUEUE = 100_000;
    private static final int LONGEST_FIELD = 1_000;

    /** Lines between two looks at the clock. */
    private static final int AT_ONCE = 1_000;

    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** A request that was answered; what is not known is null. */
    record Entry(
            @Nullable String address,
            String user,
            Instant at,
            String method,
            String uri,
            String protocol,
            int status,
            long bytes,
            @Nullable String referer,
            @Nullable String agent) {}

    private final Path path;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>(LONGEST_QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread = new Thread(this::run, "sharq-access-log");
    private volatile boolean isClosed;
    private volatile boolean mustReopen;
    private Writer file;
    private @Nullable Object fileKey;
    private long lookedAt = System.nanoTime();
    private boolean hasFailed;

    AccessLog(Path path) {
        this.path = path;
        try {
            this.file = open();
        } catch (IOException e) {
            throw new ConfigurationException("accesslog: " + path + " cannot be written: " + e, e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    private Writer open() throws IOException {
        Writer opened = Files.newBufferedWriter(path, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        fileKey = key();
        return opened;
    }

    private @Nullable Object key() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    void log(Entry entry) {
        if (!entries.offer(entry)) {
            dropped.incrementAndGet();
        }
    }

    /** Goes on in a new file of the same name. */
    void reopen() {
        mustReopen = true;
    }

    private void run() {
        while (!isClosed || !entries.isEmpty()) {
            try {
                Entry first = entries.poll(200, TimeUnit.MILLISECONDS);
                followFile();
                int written = 0;
                for (Entry entry = first; entry != null; entry = ++written < AT_ONCE ? entries.poll() : null) {
                    file.write(line(entry));
                }
                long lost = dropped.getAndSet(0);
                if (lost > 0) {
                    LOG.warn("The access log is too slow: {} lines are left out", lost);
                }
                file.flush();
            } catch (InterruptedException e) {
                isClosed = true;
            } catch (IOException | UncheckedIOException e) {
                if (COUNTED.isFirst("The access log cannot be written", e)) {
                    LOG.error("The access log {} cannot be written", path, e);
                }
            }
        }
        close(file);
    }

    /** Goes on in a new file if it must, or if the old one is gone, for which it looks every second whatever the load. */
    private void followFile() {
        long now = System.nanoTime();
        boolean isTime = now - lookedAt >= LOOK_EVERY_NANOS;
        if (!isTime && (!mustReopen || hasFailed)) {
            return;
        }
        lookedAt = now;
        if (!mustReopen && Objects.equals(fileKey, key())) {
            return;
        }
        // Before the file is opened: who asks meanwhile means the next one.
        mustReopen = false;
        Writer old = file;
        try {
            file = open();
            hasFailed = false;
            close(old);
        } catch (IOException e) {
            mustReopen = true;
            if (!hasFailed) {
                LOG.error("The access log {} cannot be opened anew; lines go on into the old file", path, e);
            }
            hasFailed = true;
        }
    }

    private void close(Writer writer) {
        try {
            writer.close();
        } catch (IOException e) {
            LOG.error("The access log {} cannot be closed", path, e);
        }
    }

    static String line(Entry entry) {
        return String.join(
                        " ",
                        entry.address() == null ? "-" : entry.address(),
                        "-",
                        // A blank would begin the next field.
                        escape(entry.user()).replace(" ", "\\u0020"),
                        "[" + TIME.format(entry.at()) + "]",
                        '"' + escape(entry.method() + " " + entry.uri() + " " + entry.protocol()) + '"',
                        Integer.toString(entry.status()),
                        entry.bytes() == 0 ? "-" : Long.toString(entry.bytes()),
                        '"' + escape(entry.referer()) + '"',
                        '"' + escape(entry.agent()) + '"')
                + "\n";
    }

    /** As Apache does: nothing that a client sends ends a line, closes a quote, or moves a terminal's cursor. */
    static String escape(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "-";
        }
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < Math.min(text.length(), LONGEST_FIELD); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                escaped.append(c);
            } else {
                escaped.append(String.format("\\u%04x", (int) c));
            }
        }
        return escaped.toString();
    }

    /** Writes what is left, and no longer than a bound. */
    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
