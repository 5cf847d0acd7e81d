package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every relative link of every page leads to a file, and its anchor to a heading. */
class LinksTest {
    private static final Pattern ELSEWHERE = Pattern.compile("^(https?|mailto):.*");
    private static final Page INDEX = Page.read(Page.REPOSITORY.resolve("docs/index.md"));

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Page page : Page.all()) {
            for (String link : page.links()) {
                if (!ELSEWHERE.matcher(link).matches() && !leadsSomewhere(page, link)) {
                    broken.add(page.name() + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /** A page that the index does not reach is a page that no reader finds. */
    @Test
    void theIndexReachesEveryPageOfTheDocumentation() {
        Set<Path> reached = new LinkedHashSet<>(List.of(INDEX.path()));
        List<Page> open = new ArrayList<>(List.of(INDEX));
        while (!open.isEmpty()) {
            Page page = open.remove(0);
            for (String link : page.links()) {
                Path target = target(page, link);
                if (link.matches(".*\\.md(#.*)?") && Files.exists(target) && reached.add(target)) {
                    open.add(Page.read(target));
                }
            }
        }
        assertThat(Page.all())
                .filteredOn(page -> page.name().startsWith("docs/"))
                .extracting(Page::path)
                .allSatisfy(page -> assertThat(reached).contains(page));
    }

    @Test
    void theReadmeFitsOnTwoScreens() {
        assertThat(Page.read(Page.REPOSITORY.resolve("README.md")).lines()).hasSizeLessThanOrEqualTo(130);
    }

    @Test
    void aBrokenLinkAndABrokenAnchorAreSeen() {
        Page page = new Page(
                INDEX.path(), List.of("# One word", "[a](no-such-page.md) [b](#one-word) [c](#two-words) `[d](x)`"));

        assertThat(page.links()).containsExactly("no-such-page.md", "#one-word", "#two-words");
        assertThat(page.links().stream().map(link -> leadsSomewhere(page, link)))
                .containsExactly(false, true, false);
    }

    private static boolean leadsSomewhere(Page page, String link) {
        int hash = link.indexOf('#');
        if (hash == 0) {
            return page.anchors().contains(link.substring(1));
        }
        Path target = target(page, link);
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0 || Page.read(target).anchors().contains(link.substring(hash + 1));
    }

    private static Path target(Page page, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        return path.isEmpty() ? page.path() : page.path().resolveSibling(path).normalize();
    }
}
