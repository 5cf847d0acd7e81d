package io.sharq.examples.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Queries on one connection. A statement is prepared on its first use and cached. Used by one thread at a time. */
final class Sql {
    /**
     * Carries an {@link SQLException} out of an operation to {@link Transactions}, which maps it to a backend
     * exception.
     */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(SQLException cause) {
            super(cause);
        }
    }

    /** Reads a row. It must not run queries, because they may reuse the statement. */
    interface Row<T> {
        T read(ResultSet columns) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Runs an update. Returns the number of rows changed. */
    int update(String sql, @Nullable Object... values) {
        try {
            return prepare(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) {
        try (ResultSet columns = prepare(sql, values).executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (columns.next()) {
                rows.add(row.read(columns));
            }
            return rows;
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) {
        return list(sql, row, values).stream().findFirst();
    }

    /** The number in the first row, or a default if there is no row. */
    long number(String sql, long otherwise, @Nullable Object... values) {
        return first(sql, columns -> columns.getLong(1), values).orElse(otherwise);
    }

    private PreparedStatement prepare(String sql, @Nullable Object[] values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
