package io.sharq.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.redis.WatchedJobs.Part;
import io.sharq.redis.partition.KeyNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A program that knows nothing of SharQ and writes under its prefix: it takes, overwrites and retypes what it meets, one thing
 * at a time. What it takes of a job it first tells those who watch the jobs.
 */
final class ForeignWriter {
    /** A damage, in words; and whether a key has another type since. */
    record Damage(String words, boolean isRetyped) {}

    private interface Way {
        Optional<String> tryIt(Random random);
    }

    private static final List<String> SETS = List.of("places", "scheduled", "ready", "leases", "dead", "memory");
    private static final List<String> SHARED = List.of("due", "visits", "clock", "settings", "damage");
    private static final double[] SCORES = {-7, 1, 3e15};

    /** Writes a field only if it has still the value that was read, so that nothing comes back that is gone. */
    private static final String OVERWRITE = """
            if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
              return 0
            end
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
            return 1
            """;

    private static final String RETYPE = """
            redis.call('DEL', KEYS[1])
            redis.call('SET', KEYS[1], 'not ours')
            return 1
            """;

    private final RedisCommands<String, String> redis;
    private final WatchedJobs jobs;
    private final String type;
    private final int shards;
    private final String prefix;
    private final KeyNames names;
    private boolean isRetyped;

    ForeignWriter(RedisCommands<String, String> redis, WatchedJobs jobs, String type, int shards, String prefix) {
        this.redis = redis;
        this.jobs = jobs;
        this.type = type;
        this.shards = shards;
        this.prefix = prefix;
        this.names = new KeyNames(prefix, 0);
    }

    /** Damages something, whatever the seed says. */
    Damage damage(Random random) {
        isRetyped = false;
        while (true) {
            Optional<String> done = way(random).tryIt(random);
            if (done.isPresent()) {
                return new Damage(done.get(), isRetyped);
            }
        }
    }

    private Way way(Random random) {
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> this::stateField;
            case 4, 5 -> this::jobField;
            case 6, 7, 8 -> this::removedMember;
            case 9, 10 -> this::rescoredMember;
            case 11 -> this::deletedKey;
            case 12 -> this::retypedKey;
            case 13 -> this::listedField;
            default -> this::sharedKey;
        };
    }

    private String key(Random random, String name) {
        byte[][] keys = names.partition(type, random.nextInt(shards), shards);
        for (byte[] key : keys) {
            String text = new String(key, ISO_8859_1);
            if (text.endsWith(":" + name)) {
                return text;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private Optional<String> stateField(Random random) {
        return field(random, "state", Part.DELIVERY, Part.OVERWRITTEN_DELIVERY);
    }

    private Optional<String> jobField(Random random) {
        return field(random, "jobs", Part.RECORD, Part.OVERWRITTEN_RECORD);
    }

    private Optional<String> field(Random random, String name, Part gone, Part overwritten) {
        String key = key(random, name);
        if (!redis.type(key).equals("hash")) {
            return Optional.empty();
        }
        String field = redis.hrandfield(key);
        String value = redis.hget(key, field);
        if (value == null) {
            return Optional.empty();
        }
        jobs.damaged();
        if (random.nextInt(3) == 0) {
            jobOf(field).ifPresent(job -> jobs.takes(gone, job));
            redis.hdel(key, field);
            return Optional.of(name + " " + readable(field) + " deleted");
        }
        jobOf(field).ifPresent(job -> jobs.takes(overwritten, job));
        // The record's first byte says which layout it has, and one of another is not touched.
        String layout = name.equals("state") && field.isEmpty() ? "\2" : "";
        String text = overwritten(random, layout, value);
        long done = redis.eval(OVERWRITE, ScriptOutputType.INTEGER, new String[] {key}, field, value, text);
        return done == 1 ? Optional.of(name + " " + readable(field) + " overwritten") : Optional.empty();
    }

    private static String overwritten(Random random, String layout, String value) {
        int rest = Math.max(0, value.length() - layout.length());
        return switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> value.substring(0, value.length() / 2);
            case 2 -> layout + "\377".repeat(rest);
            case 3 -> "not ours, but a longer text";
            default -> layout.isEmpty() ? noise(random, rest) : layout + "\377" + noise(random, Math.max(0, rest - 1));
        };
    }

    private static String noise(Random random, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return new String(noise, ISO_8859_1);
    }

    private Optional<String> removedMember(Random random) {
        String name = SETS.get(random.nextInt(SETS.size()));
        String key = key(random, name);
        Optional<String> member = member(key);
        member.ifPresent(text -> {
            jobs.damaged();
            takeLease(name, text);
            redis.zrem(key, text);
        });
        return member.map(text -> name + " " + readable(text) + " removed");
    }

    private Optional<String> rescoredMember(Random random) {
        String name = SETS.get(random.nextInt(SETS.size()));
        String key = key(random, name);
        double score = SCORES[random.nextInt(SCORES.length)];
        Optional<String> member = member(key);
        member.ifPresent(text -> {
            jobs.damaged();
            redis.zadd(key, io.lettuce.core.ZAddArgs.Builder.xx(), score, text);
        });
        return member.map(text -> name + " " + readable(text) + " scored " + score);
    }

    private Optional<String> member(String key) {
        return redis.type(key).equals("zset") ? Optional.ofNullable(redis.zrandmember(key)) : Optional.empty();
    }

    private void takeLease(String name, String member) {
        if (name.equals("leases") && member.length() > 7) {
            jobOf(member.substring(7)).ifPresent(job -> jobs.takes(Part.LEASE, job));
        }
    }

    private Optional<String> deletedKey(Random random) {
        return wholeKey(random, key -> redis.del(key), "deleted");
    }

    private Optional<String> retypedKey(Random random) {
        Optional<String> done = wholeKey(
                random, key -> redis.eval(RETYPE, ScriptOutputType.INTEGER, new String[] {key}), "of a wrong type");
        isRetyped = done.isPresent();
        return done;
    }

    private interface OfKey {
        Object act(String key);
    }

    private Optional<String> wholeKey(Random random, OfKey way, String words) {
        List<String> all = new ArrayList<>(SETS);
        all.add("state");
        all.add("jobs");
        String name = all.get(random.nextInt(all.size()));
        String key = key(random, name);
        if (redis.exists(key) == 0) {
            return Optional.empty();
        }
        jobs.damaged();
        // Before and after: a job that comes between may be lost too.
        takeAll(name);
        way.act(key);
        takeAll(name);
        return Optional.of(key.substring(prefix.length()) + " " + words);
    }

    private void takeAll(String name) {
        switch (name) {
            case "state" -> jobs.takesOfAll(Part.DELIVERY);
            case "jobs" -> jobs.takesOfAll(Part.RECORD);
            case "leases" -> jobs.takesOfAll(Part.LEASE);
            default -> {}
        }
    }

    /** The whole list at times, else one field of it. */
    private Optional<String> listedField(Random random) {
        String key = new String(names.types(), ISO_8859_1);
        String field = redis.hrandfield(key);
        if (field == null) {
            return Optional.empty();
        }
        jobs.damaged();
        if (random.nextInt(3) == 0) {
            redis.del(key);
            return Optional.of("the list of types deleted");
        }
        redis.hdel(key, field);
        return Optional.of("the list's " + field + " deleted");
    }

    private Optional<String> sharedKey(Random random) {
        String name = SHARED.get(random.nextInt(SHARED.size()));
        jobs.damaged();
        return redis.del(prefix + ":{" + prefix + "}:" + name) == 1 ? Optional.of(name + " deleted") : Optional.empty();
    }

    /** The job's id where an entry is the code of a queue and of a job, both plain text. */
    private static Optional<String> jobOf(String entry) {
        if (entry.isEmpty() || entry.charAt(0) == 0) {
            return Optional.empty();
        }
        int at = 1 + entry.charAt(0);
        return at < entry.length() && at + 1 + entry.charAt(at) == entry.length()
                ? Optional.of(entry.substring(at + 1))
                : Optional.empty();
    }

    private static String readable(String entry) {
        return entry.isEmpty() ? "''" : entry.replaceAll("[^\\w-]", ".");
    }
}
