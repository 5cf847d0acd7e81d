package io.sharq.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.sharq.server");

    @Test
    void theServerCallsNoUrl() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.URL")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleNameContaining("HttpClient")
                .check(classes);
    }

    @Test
    void whatOperationsDoKnowsNothingOfTheNetwork() {
        noClasses()
                .that()
                .resideInAnyPackage("io.sharq.server.api..", "io.sharq.server.auth..", "io.sharq.server.contract..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..", "io.sharq.redis..", "io.sharq.inmemory..")
                .check(classes);
    }
}
