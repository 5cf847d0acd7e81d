package io.sharq.redis;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dependencies between the packages of the Redis backend. A new one is added here on purpose, or not at all. */
class ArchitectureTest {
    private static final String ROOT = "io.sharq.redis";

    /** What each package may use of the others. */
    private static final Map<String, List<String>> ALLOWED = Map.of(
            "script", List.of(),
            "settings", List.of(),
            "turn", List.of("script"),
            "connection", List.of("script", "settings"),
            "partition", List.of("connection", "script", "settings"),
            "operation", List.of("connection", "partition", "script", "turn"),
            "health", List.of("connection", "partition", "script", "settings"),
            "reshard", List.of("connection", "partition", "script", "settings"),
            "check", List.of("connection", "partition", "script", "settings"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static Stream<String> packages() {
        return ALLOWED.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatItMay(String name) {
        String[] allowed = Stream.concat(Stream.of(name), ALLOWED.get(name).stream())
                .map(other -> ROOT + "." + other)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(allowed)))
                .check(CLASSES);
    }

    @Test
    void everyPackageIsListed() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals(ROOT))
                        .map(name -> name.substring(ROOT.length() + 1))
                        .collect(Collectors.toSet()))
                .isEqualTo(ALLOWED.keySet());
    }

    @Test
    void thereIsNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
