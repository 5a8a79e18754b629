package dev.reliability.k8s;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** This module has no more than an outside user has: the public packages of the library. */
@AnalyzeClasses(packages = "dev.reliability.k8s", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule publicPackagesAreEnough =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.reliability.internal..");

    @ArchTest
    static final ArchRule theOtherFrontDoorsAreNotItsBusiness = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.reliability.assertj..", "dev.reliability.local..", "org.junit.platform..");

    /** The client of Kubernetes is of no concern to whoever writes a test. */
    @ArchTest
    static final ArchRule annotationsAndTheirFactoriesKnowNoClient = noClasses()
            .that()
            .resideInAPackage("dev.reliability.k8s")
            .and()
            .haveSimpleNameContaining("Attack")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noPackagesKnowEachOtherInACircle =
            slices().matching("dev.reliability.k8s.(**)").should().beFreeOfCycles();
}
