package io.sharq.examples.h2;

import io.sharq.rules.SteadyTime;

/** A row of {@code type}: its steady time, its last revision, its pause, and the number of its dead jobs. */
final class TypeRow {
    final String name;
    SteadyTime time = SteadyTime.START;
    long revision;
    boolean paused;
    long dead;

    private TypeRow(String name) {
        this.name = name;
    }

    /** Loads the row. Returns a new one if the type does not exist. */
    static TypeRow load(Sql sql, String name) {
        return sql.first(
                        "SELECT last_wall, time_offset, revision, paused, dead FROM type WHERE name = ?",
                        columns -> {
                            TypeRow row = new TypeRow(name);
                            row.time = new SteadyTime(columns.getLong(1), columns.getLong(2));
                            row.revision = columns.getLong(3);
                            row.paused = columns.getBoolean(4);
                            row.dead = columns.getLong(5);
                            return row;
                        },
                        name)
                .orElseGet(() -> new TypeRow(name));
    }

    void save(Sql sql) {
        sql.update("""
                MERGE INTO type (name, last_wall, time_offset, revision, paused, dead)
                KEY (name) VALUES (?, ?, ?, ?, ?, ?)
                """, name, time.lastWallMicros(), time.offsetMicros(), revision, paused, dead);
    }
}
