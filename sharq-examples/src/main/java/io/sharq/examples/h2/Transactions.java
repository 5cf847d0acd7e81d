package io.sharq.examples.h2;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs each operation as one transaction. Operations are queued and run one at a time, on one thread. A lock on one row
 * serializes the operations of several backends on the same database.
 *
 * <p>One writer at a time is enough: an embedded database has one file and one process, so locks per type would gain
 * little. In return no two operations deadlock, a type that does not exist yet needs no lock, and the clock is read in
 * the order in which operations take effect.
 *
 * <p>The thread is separate from callers, because H2 closes its files when a thread that uses them is interrupted.
 */
final class Transactions implements AutoCloseable {
    /** The body of an operation. */
    interface Work<T> {
        /**
         * Runs the operation.
         *
         * @param sql the open transaction
         * @param afterCommit collects actions to run after a successful commit
         */
        T run(Sql sql, List<Runnable> afterCommit);
    }

    private static final long PATIENCE_SECONDS = 60;

    private final String url;
    private final ExecutorService executor;
    private volatile @Nullable Thread thread;
    private @Nullable Connection connection;
    private @Nullable Sql sql;

    Transactions(String url) {
        this.url = url;
        this.executor =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread made = new Thread(work, "sharq-h2");
                    made.setDaemon(true);
                    thread = made;
                    return made;
                }) {
                    @Override
                    protected void terminated() {
                        // The pool interrupts its idle thread to end it. Clear the flag, because H2 closes its files on
                        // an interrupt.
                        Thread.interrupted();
                        disconnect();
                    }
                };
    }

    <T> CompletionStage<T> run(String operation, Work<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    answer.complete(transact(operation, work));
                } catch (BackendException e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    new BackendException(Outcome.NOT_DONE, operation, "the backend is closed", null));
        }
        return answer;
    }

    private <T> T transact(String operation, Work<T> work) {
        List<Runnable> afterCommit = new ArrayList<>();
        T result;
        try {
            Sql open = connect();
            open.number("SELECT id FROM writer FOR UPDATE", 0);
            result = work.run(open, afterCommit);
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            throw failure(operation, e);
        }
        try {
            commit();
        } catch (SQLException e) {
            rollBack(e);
            throw new BackendException(Outcome.UNKNOWN, operation, "the commit failed: " + e.getMessage(), e);
        }
        afterCommit.forEach(Runnable::run);
        return result;
    }

    private Sql connect() throws SQLException {
        Sql open = sql;
        if (open == null) {
            connection = DriverManager.getConnection(url);
            connection.setAutoCommit(false);
            open = new Sql(connection);
            Schema.create(open);
            sql = open;
        }
        return open;
    }

    private void commit() throws SQLException {
        if (connection != null) {
            connection.commit();
        }
    }

    /**
     * Rolls back. A connection that cannot roll back, or was not set up, is closed, which rolls back as well. The next
     * operation opens another.
     */
    private void rollBack(Throwable failure) {
        try {
            if (connection != null) {
                connection.rollback();
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
            sql = null;
        }
        if (sql == null) {
            disconnect();
        }
    }

    private static BackendException failure(String operation, Throwable failure) {
        Throwable cause = failure.getCause() instanceof SQLException refusal ? refusal : failure;
        return new BackendException(outcome(cause), operation, String.valueOf(cause.getMessage()), cause);
    }

    /**
     * The outcome of a failure before the commit, which is always rolled back. SQL states of the classes 22 and 23 are
     * data errors, and a retry would fail again.
     */
    private static Outcome outcome(Throwable cause) {
        if (!(cause instanceof SQLException refusal)) {
            return Outcome.REJECTED;
        }
        String state = String.valueOf(refusal.getSQLState());
        return state.startsWith("22") || state.startsWith("23") ? Outcome.REJECTED : Outcome.NOT_DONE;
    }

    /**
     * Returns when the operations in flight have ended, or after a minute. Returns at once if an operation calls it.
     */
    @Override
    public void close() {
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void disconnect() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // Nothing is lost: commits are in the file.
        } finally {
            connection = null;
            sql = null;
        }
    }
}
