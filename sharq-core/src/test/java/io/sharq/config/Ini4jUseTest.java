package io.sharq.config;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.function.BiFunction;
import org.ini4j.Ini;
import org.junit.jupiter.api.Test;

/**
 * CVE-2022-41404: {@code fetch}, and the mapping to beans that is built on it, resolve references between values without
 * end and overflow the stack. So nothing of ini4j is called but what is listed here.
 */
class Ini4jUseTest {
    private static final Set<String> ALLOWED = Set.of(
            "<init>",
            "setConfig",
            "setEscape",
            "setEscapeNewline",
            "setEmptyOption",
            "setInclude",
            "setTree",
            "setMultiSection",
            "setMultiOption",
            "load",
            "keySet",
            "get",
            "getAll",
            "getMessage");

    private static final ArchRule ONLY_GET = noClasses()
            .should()
            .accessTargetWhere(describe(
                    "it is a use of ini4j that is not allowed",
                    (JavaAccess<?> access) ->
                            access.getTargetOwner().getPackageName().startsWith("org.ini4j")
                                    && !ALLOWED.contains(access.getName())));

    private static final ArchRule ONE_USER = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(IniText.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.ini4j..");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sharq");

    @Test
    void ini4jIsReadByGetAlone() {
        ONLY_GET.check(MAIN);
    }

    @Test
    void onlyOneClassKnowsIni4j() {
        ONE_USER.check(MAIN);
    }

    @Test
    void theRulesCatchAFetch() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);

        assertThatThrownBy(() -> ONLY_GET.check(offender))
                .hasMessageContaining("value(")
                .hasMessageContaining("reference(");
        assertThatThrownBy(() -> ONE_USER.check(offender)).hasMessageContaining("Offender");
    }

    /** What must not be written. */
    static final class Offender {
        private Offender() {}

        static String value(Ini ini) {
            return ini.fetch("redis", "host");
        }

        static BiFunction<Object, Object, String> reference(Ini ini) {
            return ini::fetch;
        }
    }
}
