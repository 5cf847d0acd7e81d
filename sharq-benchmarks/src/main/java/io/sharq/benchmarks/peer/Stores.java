package io.sharq.benchmarks.peer;

import io.sharq.benchmarks.process.OwnPostgres;
import io.sharq.benchmarks.process.OwnRedis;
import java.io.IOException;
import java.util.Optional;

/** The stores of a comparison: a Redis, and a PostgreSQL if this machine has one, else H2 in a peer's memory. */
final class Stores implements AutoCloseable {
    private final OwnRedis redis;
    private final Optional<OwnPostgres> postgres;

    private Stores(OwnRedis redis, Optional<OwnPostgres> postgres) {
        this.redis = redis;
        this.postgres = postgres;
    }

    /** @param needsSql whether a database is started too */
    static Stores start(boolean needsSql) throws IOException, InterruptedException {
        OwnRedis redis = OwnRedis.start();
        try {
            return new Stores(redis, needsSql ? OwnPostgres.start() : Optional.empty());
        } catch (IOException | InterruptedException | RuntimeException e) {
            redis.close();
            throw e;
        }
    }

    OwnRedis redis() {
        return redis;
    }

    String sqlTitle() {
        return postgres.map(OwnPostgres::title).orElse("H2 in memory, since no PostgreSQL server was found");
    }

    String sqlUrl() {
        return postgres.map(OwnPostgres::url).orElse("jdbc:h2:mem:bench;DB_CLOSE_DELAY=-1");
    }

    String sqlUser() {
        return postgres.map(OwnPostgres::user).orElse("sa");
    }

    String sqlDriver() {
        return postgres.isPresent() ? "org.postgresql:postgresql:42.7.14" : "com.h2database:h2:2.5.252";
    }

    @Override
    public void close() {
        postgres.ifPresent(OwnPostgres::close);
        redis.close();
    }
}
