package io.sharq.examples.docs;

/**
 * A fenced block of a page.
 *
 * @param page the page
 * @param line the line of its opening fence, from 1
 * @param language the word behind the opening fence; empty if there is none
 * @param text what stands between the fences, each line ended, without the indentation of the fence
 */
record Block(Page page, int line, String language, String text) {
    /** The place of the block, as compilers write it. */
    String place() {
        return page.name() + ":" + line;
    }

    @Override
    public String toString() {
        return place() + " (" + language + ")\n" + text;
    }
}
