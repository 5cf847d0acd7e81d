package io.sharq.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The design document, the labels of the properties, and the SPI's Javadoc name the same rules. */
class RuleNumbersTest {
    private static final Path DESIGN = Path.of("../docs/design.md");
    private static final Path SPI = Path.of("../sharq-api/src/main/java/io/sharq");

    private static final Pattern RULE = Pattern.compile("^(\\d+)\\. \\*\\*(.+?)\\.?\\*\\*", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("^rule (\\d+), (.+?): .+");
    private static final Pattern NAMED = Pattern.compile("\\brules? (\\d+(?:(?:,| and| to|, and)? \\d+)*)");
    private static final Pattern RANGE = Pattern.compile("(\\d+)(?: to (\\d+))?");

    @Test
    void labelsAndDesignHaveTheSameRules() throws IOException {
        Map<Integer, String> ofLabels = new TreeMap<>();
        for (String label : labels()) {
            Matcher matcher = LABEL.matcher(label);
            if (matcher.matches()) {
                ofLabels.put(Integer.valueOf(matcher.group(1)), matcher.group(2));
            }
        }
        assertThat(ofLabels).isEqualTo(rules()).hasSize(28);
    }

    @Test
    void theSpiNamesEveryRuleAndNoOther() throws IOException {
        Set<Integer> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SPI)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                // A line break in a comment is a space.
                String text = Files.readString(file).replaceAll("\\s+\\*?\\s*", " ");
                NAMED.matcher(text).results().forEach(found -> named.addAll(numbers(found.group(1))));
            }
        }
        assertThat(named).isEqualTo(rules().keySet());
    }

    @Test
    void everyPropertySaysWhatItStates() {
        List<Method> unlabelled = properties()
                .filter(method -> !method.isAnnotationPresent(Label.class))
                .toList();
        assertThat(unlabelled).isEmpty();
        assertThat(labels())
                .allMatch(label -> label.matches(
                        "(rule \\d+, .+?|rules [0-9, andto]+|bounds|waiting|looking|traces|all rules): .+"));
    }

    private static Map<Integer, String> rules() throws IOException {
        return RULE.matcher(Files.readString(DESIGN))
                .results()
                .collect(Collectors.toMap(
                        rule -> Integer.valueOf(rule.group(1)),
                        RuleNumbersTest::title,
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** A title begins with a capital only because it begins a sentence. */
    private static String title(MatchResult rule) {
        return rule.group(2).substring(0, 1).toLowerCase(Locale.ROOT)
                + rule.group(2).substring(1);
    }

    private static Set<Integer> numbers(String list) {
        return RANGE.matcher(list)
                .results()
                .flatMap(range -> IntStream.rangeClosed(
                                Integer.parseInt(range.group(1)),
                                Integer.parseInt(range.group(range.group(2) == null ? 1 : 2)))
                        .boxed())
                .collect(Collectors.toSet());
    }

    private static List<String> labels() {
        return properties()
                .map(method -> method.getAnnotation(Label.class).value())
                .toList();
    }

    private static Stream<Method> properties() {
        return Stream.of(BackendConformance.class.getMethods())
                .filter(method ->
                        method.isAnnotationPresent(Property.class) || method.isAnnotationPresent(Example.class));
    }
}
