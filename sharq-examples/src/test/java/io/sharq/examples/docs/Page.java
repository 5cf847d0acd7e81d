package io.sharq.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown page of the repository.
 *
 * @param path where it is
 * @param lines its lines
 */
record Page(Path path, List<String> lines) {
    /** The top folder of the repository. */
    static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern FENCE = Pattern.compile("^( *)```(\\S*)\\s*$");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.+?)(?: #+)?$");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^()\\s]+(?:\\([^()\\s]*\\))?)\\)");
    private static final Set<String> SKIPPED = Set.of("target", "node_modules");

    /** All pages, sorted by path. */
    static List<Page> all() {
        try (Stream<Path> files = Files.walk(REPOSITORY)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> isWritten(REPOSITORY.relativize(file)))
                    .sorted()
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWritten(Path relative) {
        for (Path part : relative) {
            if (SKIPPED.contains(part.toString()) || part.toString().equals(".git")) {
                return false;
            }
        }
        return true;
    }

    static Page read(Path path) {
        try {
            return new Page(path.normalize(), Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> blocks(String... languages) {
        List<String> wanted = List.of(languages);
        return all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> wanted.contains(block.language()))
                .toList();
    }

    /** Its path from the top folder, with slashes. */
    String name() {
        return REPOSITORY.relativize(path).toString().replace('\\', '/');
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            Matcher open = FENCE.matcher(lines.get(i));
            if (!open.matches()) {
                i++;
                continue;
            }
            int indentation = open.group(1).length();
            StringBuilder text = new StringBuilder();
            int line = i + 1;
            for (i++; i < lines.size() && !lines.get(i).strip().equals("```"); i++) {
                String content = lines.get(i);
                text.append(content.substring(Math.min(indentation, leadingBlanks(content))))
                        .append('\n');
            }
            if (i == lines.size()) {
                throw new IllegalStateException(name() + ":" + line + ": the block does not end");
            }
            i++;
            blocks.add(new Block(this, line, open.group(2), text.toString()));
        }
        return blocks;
    }

    /** Its lines with those inside of blocks, fences included, left empty. */
    List<String> prose() {
        List<String> prose = new ArrayList<>(lines);
        for (Block block : blocks()) {
            int first = block.line() - 1;
            int last = first + (int) block.text().lines().count() + 1;
            for (int i = first; i <= last; i++) {
                prose.set(i, "");
            }
        }
        return prose;
    }

    /** The targets of its links, in order; what stands in code is none. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        String text = String.join("\n", prose()).replaceAll("`[^`]*`", "");
        Matcher matcher = LINK.matcher(text);
        while (matcher.find()) {
            links.add(matcher.group(1));
        }
        return links;
    }

    /** The anchors of its headings, made as GitHub makes them. */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : prose()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = anchor(heading.group(1));
                int times = seen.merge(anchor, 1, Integer::sum);
                anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
            }
        }
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static int leadingBlanks(String line) {
        return line.length() - line.stripLeading().length();
    }
}
