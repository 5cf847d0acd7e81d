package io.sharq.redis.partition;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The names of all keys and channels. They are built only here. */
public final class KeyNames {
    /** The keys of a partition, in the order in which the scripts take them. */
    private static final String[] PARTITION = {
        "state", "jobs", "places", "scheduled", "ready", "leases", "dead", "memory"
    };

    private final String prefix;
    private final byte[] types;
    private final byte[] due;
    private final byte[] visits;
    private final byte[] visitClock;
    private final byte[] damage;
    private final byte[] channel;

    public KeyNames(String prefix, int database) {
        this.prefix = prefix;
        this.types = (prefix + ":{" + prefix + "}:types").getBytes(UTF_8);
        this.due = (prefix + ":{" + prefix + "}:due").getBytes(UTF_8);
        this.visits = (prefix + ":{" + prefix + "}:visits").getBytes(UTF_8);
        this.visitClock = (prefix + ":{" + prefix + "}:clock").getBytes(UTF_8);
        this.damage = (prefix + ":{" + prefix + "}:damage").getBytes(UTF_8);
        // A channel belongs to no database: two databases with one prefix must not notify each other.
        this.channel = (prefix + ":ready:" + database).getBytes(UTF_8);
    }

    /**
     * Returns the keys of a partition. The hash tag names prefix, type and partition, so all of them share a slot. If the
     * type has several partitions, the tag also names their number, so that clients with different numbers never share a
     * key. A prefix with braces is a hash tag itself: then all keys of the prefix share one slot.
     */
    public byte[][] partition(String type, int partition, int shards) {
        String tag = prefix + ":{" + prefix + ":" + type + ":" + numbered(partition, shards) + "}:";
        byte[][] keys = new byte[PARTITION.length][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (tag + PARTITION[i]).getBytes(UTF_8);
        }
        return keys;
    }

    /** The list of the open partitions. */
    public byte[] types() {
        return types;
    }

    /** The settings that all clients of the prefix share. */
    public byte[] settings() {
        return (prefix + ":{" + prefix + "}:settings").getBytes(UTF_8);
    }

    /** The listed types by the instant of their next visit. */
    public byte[] due() {
        return due;
    }

    /** The types that clients are visiting, by the instant at which another client may take them. */
    public byte[] visits() {
        return visits;
    }

    /** The steady time of {@link #due()} and {@link #visits()}. */
    public byte[] visitClock() {
        return visitClock;
    }

    /** The partitions in which damage was found. */
    public byte[] damage() {
        return damage;
    }

    /** The field of a partition in {@link #types()} and {@link #damage()}. */
    public static byte[] listing(String type, int partition, int shards) {
        return (type + ":" + numbered(partition, shards)).getBytes(UTF_8);
    }

    private static String numbered(int partition, int shards) {
        return shards == 1 ? Integer.toString(partition) : partition + "." + shards;
    }

    /** The field in {@link #types()} that holds the number of a type's partitions, if it is not one. */
    public static byte[] spread(String type) {
        return type.getBytes(UTF_8);
    }

    /** The field in {@link #types()} that holds how many old partitions of a resharded type are still to be deleted. */
    public static byte[] leftovers(String type) {
        return (">" + type).getBytes(UTF_8);
    }

    public byte[] channel() {
        return channel;
    }

    /** A key for checks of rights. Nothing remains stored under it. */
    public byte[] rights() {
        return (prefix + ":{" + prefix + "}:rights").getBytes(UTF_8);
    }

    /** A channel without subscribers, for checks of rights. */
    public byte[] rightsChannel() {
        return (prefix + ":rights").getBytes(UTF_8);
    }
}
