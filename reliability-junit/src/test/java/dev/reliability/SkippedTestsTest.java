package dev.reliability;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.internal.linux.Net;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests that cannot run on a machine are skipped whole: what clears up after a test runs after an assumption of its set-up, too. */
@AnalyzeClasses(packages = "dev.reliability", importOptions = OnlyIncludeTests.class)
class SkippedTestsTest {

    @ArchTest
    static final ArchRule SET_UP_ASSUMES_NOTHING = methods()
            .that()
            .areAnnotatedWith(BeforeEach.class)
            .or()
            .areAnnotatedWith(BeforeAll.class)
            .should(assumeNothing())
            .because("@AfterEach and @AfterAll run after it: skip the class by a condition, as @NeedsNamespaces does");

    @ArchTest
    static final ArchRule NAMESPACES_ARE_ASKED_FOR = classes()
            .that(haveTests())
            .and()
            .areTopLevelClasses()
            .and()
            .areNotAssignableTo(SkippedTestsTest.class)
            .and(dependOnNamespaces())
            .should()
            .beAnnotatedWith(NeedsNamespaces.class);

    private static DescribedPredicate<JavaClass> haveTests() {
        return DescribedPredicate.describe("have tests", type -> type.getMethods().stream()
                .anyMatch(method -> method.isMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable")));
    }

    private static DescribedPredicate<JavaClass> dependOnNamespaces() {
        return DescribedPredicate.describe(
                "make network namespaces", type -> type.getTransitiveDependenciesFromSelf().stream()
                        .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(Net.class)));
    }

    private static ArchCondition<JavaMethod> assumeNothing() {
        return new ArchCondition<>("assume nothing") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        method, !assumes(method, new HashSet<>()), method.getFullName() + " makes an assumption"));
            }
        };
    }

    private static boolean assumes(JavaMethod method, Set<JavaMethod> seen) {
        return seen.add(method)
                && method.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().getSimpleName().equals("Assumptions")
                                || call.getTarget()
                                        .resolveMember()
                                        .filter(called -> assumes(called, seen))
                                        .isPresent());
    }
}
