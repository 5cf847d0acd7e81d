package io.sharq.tck.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sharq.api.JobKey;
import io.sharq.rules.Readiness;
import io.sharq.tck.BackendConformance;
import io.sharq.tck.differential.Comparison;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Label;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;

/** What a failed comparison prints: a short sequence, as a test that finds the same again. */
class PastedSequenceTest {
    private static final Mutant MUTANT = Mutants.ALL.stream()
            .filter(mutant -> mutant.name().contains("cap on active jobs"))
            .findFirst()
            .orElseThrow();

    @Test
    void whatIsPrintedIsShortAndFindsItAgain() throws Exception {
        MutantConformance.use(MutantLoader.of(MUTANT));
        AssertionError error = seen();
        assertThat(error).hasMessageContaining("the backend said").hasMessageContaining("and the model");
        assertThat(lines(error, "                "))
                .as(error.getMessage())
                .matches(sequence -> sequence.lines().count() <= 7, "has at most seven operations");

        Class<?> pasted = new Pasted(InMemoryCompiler.compile(
                        Map.of("Pasted", source(error)),
                        MutantConformance.class,
                        BackendConformance.class,
                        Readiness.class,
                        JobKey.class,
                        Label.class,
                        API.class,
                        Test.class))
                .loadClass("Pasted");
        Method test = pasted.getDeclaredMethod("disagreesWithTheModel");
        Object kit = pasted.getConstructor().newInstance();
        assertThatThrownBy(() -> test.invoke(kit))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .hasMessage(error.getMessage());
    }

    private static AssertionError seen() {
        Comparison comparison = new Comparison(new MutantConformance()::begin);
        for (long seed = 0; seed < 1_000; seed++) {
            if (!comparison.agreesOn(seed)) {
                long found = seed;
                return catchThrowableOfType(AssertionError.class, () -> comparison.ofSequence(found));
            }
        }
        throw new AssertionError("no sequence shows that " + MUTANT.name());
    }

    private static String source(AssertionError error) {
        return lines(error, "    import ")
                + "\npublic class Pasted extends io.sharq.tck.mutants.MutantConformance {\n"
                + error.getMessage()
                        .substring(error.getMessage().indexOf("    @Test"))
                        .replace("    void", "public void")
                + "}";
    }

    private static String lines(AssertionError error, String beginning) {
        return error.getMessage()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .collect(Collectors.joining("\n"));
    }

    private static final class Pasted extends ClassLoader {
        private final Map<String, byte[]> classes;

        Pasted(Map<String, byte[]> classes) {
            super(PastedSequenceTest.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) {
            byte[] bytes = classes.get(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
