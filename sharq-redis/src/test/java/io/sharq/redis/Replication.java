package io.sharq.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** How far a replica has come. */
final class Replication {
    private static final Pattern OFFSET = Pattern.compile("master_repl_offset:(\\d+)");

    private Replication() {}

    /** Waits until a replica has what its master has written by now, both given by their URIs. */
    static void await(String master, String replica) {
        long written = offset(master);
        Awaitility.await().atMost(Patience.LIMIT).until(() -> offset(replica) >= written);
    }

    private static long offset(String uri) {
        Matcher offset = OFFSET.matcher(TestRedis.on(uri, redis -> redis.info("replication")));
        if (!offset.find()) {
            throw new AssertionError("no offset of replication at " + uri);
        }
        return Long.parseLong(offset.group(1));
    }
}
