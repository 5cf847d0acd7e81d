package io.sharq.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
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

    /** Where Vert.x has no public way: to the channel of a connection, and to a decoder of our own. */
    @Test
    void theInsidesOfOtherLibrariesAreUsedInTwoClasses() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Channels.class, StrictDecoder.class)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.vertx..impl..",
                                "io.vertx..internal..",
                                "io.netty..internal..",
                                "io.lettuce..internal..")
                        .as("are private to another library"))
                .check(classes);
    }
}
