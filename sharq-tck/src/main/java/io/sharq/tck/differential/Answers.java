package io.sharq.tck.differential;

/**
 * What both said, as text in which what may differ is left out: revisions, the numbers of leases, and whether a step of
 * upkeep has more to do.
 *
 * @param ofBackend the backend's answer
 * @param ofModel the model's answer
 */
record Answers(String ofBackend, String ofModel) {
    static final Answers NONE = new Answers("", "");

    boolean agree() {
        return ofBackend.equals(ofModel);
    }
}
