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

/** Asks one connection. A statement is prepared when it is first met and kept. Used by one thread at a time. */
final class Sql {
    /** Carries an {@link SQLException} out of the operation to its transaction, which knows what to say of it. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(SQLException cause) {
            super(cause);
        }
    }

    /** Reads a row; it asks nothing itself, because the statement may be the same. */
    interface Row<T> {
        T read(ResultSet columns) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Returns the number of rows changed. */
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

    /** A number that may not be there. */
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
