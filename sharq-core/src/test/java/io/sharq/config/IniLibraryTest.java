package io.sharq.config;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IniLibraryTest {
    private static final Set<String> SAFE = Set.of("get", "getAll", "keySet", "load", "setConfig");

    @Test
    void noLookUpIsUsedThatExpandsReferences() {
        DescribedPredicate<JavaMethodCall> unsafe = DescribedPredicate.describe(
                "an unsafe look-up of ini4j (CVE-2022-41404)",
                call -> call.getTargetOwner().getPackageName().startsWith("org.ini4j")
                        && !call.getTargetOwner().getSimpleName().equals("Config")
                        && !SAFE.contains(call.getTarget().getName()));

        noClasses().should().callMethodWhere(unsafe).check(new ClassFileImporter().importPackages("io.sharq"));
    }
}
