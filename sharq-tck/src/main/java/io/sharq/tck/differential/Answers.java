package io.sharq.tck.differential;

import io.sharq.spi.DequeueReply;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What both said, as text in which what may differ is left out: revisions, the numbers of leases, and whether a step of
 * upkeep has more to do.
 *
 * @param ofBackend the backend's answer
 * @param ofModel the model's answer
 * @param failure what one of them threw instead, or null
 */
record Answers(String ofBackend, String ofModel, @Nullable Throwable failure) {
    static final Answers NONE = new Answers("", "", null);

    private static final Pattern STAMP = Pattern.compile("Stamp\\[partition=\\d+, revision=\\d+, atMicros=(-?\\d+)]");
    private static final Pattern TOKEN = Pattern.compile("\\b[0-9a-f]{16}([0-9a-f]{16})\\b");
    private static final Pattern MORE =
            Pattern.compile("(RequeueReply\\[requeued=\\d+, died=\\d+), more=(?:true|false)");

    static Answers of(Object ofBackend, Object ofModel) {
        Throwable failure = ofBackend instanceof Throwable thrown ? thrown : ofModel instanceof Throwable t ? t : null;
        return new Answers(show(ofBackend), show(ofModel), failure);
    }

    boolean agree() {
        return ofBackend.equals(ofModel);
    }

    private static String show(Object answer) {
        String text = answer instanceof DequeueReply reply ? reply + payloads(reply) : String.valueOf(answer);
        text = STAMP.matcher(text).replaceAll("@$1");
        text = TOKEN.matcher(text).replaceAll("token of $1");
        return MORE.matcher(text).replaceAll("$1");
    }

    /** A payload's own text says no more than its size. */
    private static String payloads(DequeueReply reply) {
        return reply.jobs().stream()
                .map(job -> HexFormat.of().formatHex(job.payload().toByteArray()))
                .collect(Collectors.joining(", ", " with payloads [", "]"));
    }
}
