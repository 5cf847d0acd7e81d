package io.sharq.tck.differential;

import io.sharq.spi.DequeueReply;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The replies of the backend and of the model, as text. The text omits what may differ: revisions, lease numbers, and
 * whether a step of upkeep has more to do.
 *
 * @param ofBackend the backend's reply
 * @param ofModel the model's reply
 * @param failure the exception that one of them threw, or null
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
        String text = answer instanceof DequeueReply reply ? reply + contents(reply) : String.valueOf(answer);
        text = STAMP.matcher(text).replaceAll("@$1");
        text = TOKEN.matcher(text).replaceAll("token of $1");
        return MORE.matcher(text).replaceAll("$1");
    }

    /**
     * The payloads and headers of a reply. The text of a reply has only the size of a payload, and only the names of headers.
     */
    private static String contents(DequeueReply reply) {
        return reply.jobs().stream()
                .map(job -> HexFormat.of().formatHex(job.payload().toByteArray())
                        + job.headers().toMap())
                .collect(Collectors.joining(", ", " with payloads and headers [", "]"));
    }
}
