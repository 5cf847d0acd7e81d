package io.sharq;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sharq.spi.Backend;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Callers of the facade need the types of {@code io.sharq} and {@code io.sharq.api} alone. */
class UserVocabularyTest {
    private static final Set<String> PACKAGES = Set.of("io.sharq", "io.sharq.time");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.sharq");

    /** A backend that a caller opened itself is passed on, and not called. */
    @Test
    void noPublicSignatureNamesATypeOfTheSpi() {
        Set<String> found = CLASSES.stream()
                .filter(type -> PACKAGES.contains(type.getPackageName()))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(code -> code.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(code -> used(code)
                        .filter(type -> type.getPackageName().equals("io.sharq.spi"))
                        .filter(type -> !type.isEquivalentTo(Backend.class))
                        .map(type -> code.getFullName() + " names " + type.getSimpleName()))
                .collect(Collectors.toSet());

        assertThat(found).isEmpty();
    }

    private static Stream<JavaClass> used(JavaCodeUnit code) {
        return Stream.of(
                        code.getReturnType().getAllInvolvedRawTypes().stream(),
                        code.getParameterTypes().stream().flatMap(type -> type.getAllInvolvedRawTypes().stream()))
                .flatMap(types -> types);
    }
}
