package io.sharq.examples.h2;

import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.tck.BackendConformance;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

class H2ConformanceTest extends BackendConformance {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Map<Backend, String> URLS = new WeakHashMap<>();

    /** A database in memory is gone with its last connection. */
    @Override
    protected Backend open(TimeSource clock) {
        String url = "jdbc:h2:mem:kit-" + NAMES.incrementAndGet();
        Backend backend = H2Backend.open(url, clock);
        URLS.put(backend, url);
        return backend;
    }

    @Override
    protected Optional<Backend> openBeside(Backend first, TimeSource clock) {
        return Optional.of(H2Backend.open(URLS.get(first), clock));
    }

    @Override
    protected long countStored(Backend backend) {
        try (Connection connection = DriverManager.getConnection(URLS.get(backend));
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("""
                        SELECT (SELECT COUNT(*) FROM sharq.type) + (SELECT COUNT(*) FROM sharq.queue)
                            + (SELECT COUNT(*) FROM sharq.job) + (SELECT COUNT(*) FROM sharq.dequeue)
                            + (SELECT COUNT(*) FROM sharq.counted)
                        """)) {
            count.next();
            return count.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
