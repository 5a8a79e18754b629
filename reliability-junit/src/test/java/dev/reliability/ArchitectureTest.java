package dev.reliability;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.VerdictException;
import dev.reliability.internal.plan.DidYouMean;
import dev.reliability.internal.plan.Resolvers;
import dev.reliability.junit.ReliabilityException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;

/** Which package may know which, and what the public ones may show. */
@AnalyzeClasses(packages = "dev.reliability", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {

    /** Leaves out the tests. */
    static final class MainClasses implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    private static final String OURS = "dev.reliability..";
    private static final String SPI = "dev.reliability.spi..";
    private static final String[] CORE = {
        "dev.reliability.experiment..",
        "dev.reliability.internal.plan..",
        "dev.reliability.internal.runner..",
        "dev.reliability.internal.sample..",
        "dev.reliability.internal.journal..",
        "dev.reliability.internal.time..",
        "dev.reliability.internal.http..",
        "dev.reliability.internal.dns..",
        "dev.reliability.internal.net.."
    };
    private static final String[] BACK_ENDS = {
        "dev.reliability.local..",
        "dev.reliability.internal.process..",
        "dev.reliability.internal.link..",
        "dev.reliability.internal.linux..",
        "dev.reliability.internal.shell..",
        "dev.reliability.internal.host..",
        "dev.reliability.internal.toxiproxy..",
        "dev.reliability.internal.signal.."
    };

    /** What a back end may use besides the SPI: how durations and addresses read, what waits, and how HTTP and DNS are spoken. */
    private static final DescribedPredicate<JavaClass> UTILITIES = belongToAnyOf(DidYouMean.class, Resolvers.class)
            .or(resideInAnyPackage(
                    "dev.reliability.internal.time..",
                    "dev.reliability.internal.http..",
                    "dev.reliability.internal.dns..",
                    "dev.reliability.internal.net.."));

    /** Exceptions that others may refine; everything else public is final or made to be implemented. */
    private static final DescribedPredicate<JavaClass> MEANT_TO_BE_EXTENDED =
            belongToAnyOf(InvalidPlanException.class, VerdictException.class, ReliabilityException.class);

    private static final DescribedPredicate<JavaClass> PUBLIC = describe(
            "are public and not internal",
            type -> visible(type) && !type.getPackageName().contains(".internal"));

    @ArchTest
    static final ArchRule theSpiStandsAlone = noClasses()
            .that()
            .resideInAPackage(SPI)
            .should()
            .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(SPI))));

    @ArchTest
    static final ArchRule theCoreKnowsNoFrontDoorAndNoBackEnd = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "org.junit..",
                            "com.amazonaws..",
                            "software.amazon..",
                            "io.fabric8..",
                            "dev.reliability.junit..",
                            "dev.reliability.assertj..",
                            "dev.reliability.internal.jupiter..",
                            "dev.reliability.internal.chaostoolkit..",
                            "dev.reliability.internal.gate..")
                    .or(resideInAnyPackage(BACK_ENDS)));

    @ArchTest
    static final ArchRule nothingBehindTheRunnerKnowsIt = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.reliability.internal.plan..",
                    "dev.reliability.internal.sample..",
                    "dev.reliability.internal.journal..",
                    "dev.reliability.internal.time..",
                    "dev.reliability.internal.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.reliability.internal.runner..");

    @ArchTest
    static final ArchRule whatIsMeasuredAndWrittenKnowsNoPlan = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.reliability.internal.sample..",
                    "dev.reliability.internal.journal..",
                    "dev.reliability.internal.time..",
                    "dev.reliability.internal.http..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.reliability.internal.plan..")
                    .or(resideInAPackage("dev.reliability.experiment..")));

    @ArchTest
    static final ArchRule backEndsReachTheCoreThroughTheSpi = noClasses()
            .that()
            .resideInAnyPackage(BACK_ENDS)
            .should()
            .dependOnClassesThat(resideInAPackage(OURS)
                    .and(not(resideInAPackage(SPI)))
                    .and(not(resideInAnyPackage(BACK_ENDS)))
                    .and(not(UTILITIES)));

    @ArchTest
    static final ArchRule signaturesShowOnlyWhatIsPublic =
            classes().that(PUBLIC).should(showOnlyWhatIsPublic());

    @ArchTest
    static final ArchRule publicTypesAreClosed = classes()
            .that(PUBLIC)
            .and()
            .areNotInterfaces()
            .and(not(MEANT_TO_BE_EXTENDED))
            .should()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule publicTypesSayHowStableTheyAre =
            classes().that(PUBLIC).should(carryApi());

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        Set<JavaPackage> packages = new HashSet<>();
        all.stream().map(JavaClass::getPackage).forEach(packages::add);
        assertThat(packages)
                .hasSizeGreaterThan(10)
                .allMatch(one -> one.isAnnotatedWith(NullMarked.class), "has a package-info.java with @NullMarked");
    }

    private static boolean visible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::visible).orElse(true);
    }

    private static ArchCondition<JavaClass> carryApi() {
        return new ArchCondition<>("carry @API, or be part of a type that does") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Optional<JavaClass> marked = Stream.iterate(
                                Optional.of(type),
                                Optional::isPresent,
                                one -> one.flatMap(JavaClass::getEnclosingClass))
                        .flatMap(Optional::stream)
                        .filter(one -> one.isAnnotatedWith(API.class))
                        .findFirst();
                events.add(new SimpleConditionEvent(type, marked.isPresent(), type.getName() + " carries no @API"));
            }
        };
    }

    private static ArchCondition<JavaClass> showOnlyWhatIsPublic() {
        return new ArchCondition<>("show neither internal types nor those of libraries") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getSuperclass().ifPresent(parent -> checkType(type, "extends", parent, events));
                type.getInterfaces().forEach(parent -> checkType(type, "implements", parent, events));
                for (JavaCodeUnit unit : type.getCodeUnits()) {
                    if (exposed(unit.getModifiers())) {
                        String name = unit.getFullName();
                        checkType(type, name + " returns", unit.getReturnType(), events);
                        unit.getParameterTypes().forEach(one -> checkType(type, name + " takes", one, events));
                        unit.getThrowsClause()
                                .getTypes()
                                .forEach(one -> checkType(type, name + " throws", one, events));
                    }
                }
                for (JavaField field : type.getFields()) {
                    if (exposed(field.getModifiers())) {
                        checkType(type, field.getFullName() + " is a", field.getType(), events);
                    }
                }
            }
        };
    }

    private static boolean exposed(Set<JavaModifier> modifiers) {
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    private static void checkType(JavaClass owner, String where, JavaType shown, ConditionEvents events) {
        for (JavaClass raw : shown.getAllInvolvedRawTypes()) {
            JavaClass type = raw.getBaseComponentType();
            events.add(new SimpleConditionEvent(owner, mayBeShown(owner, type), where + " " + type.getName()));
        }
    }

    private static boolean mayBeShown(JavaClass owner, JavaClass type) {
        String name = type.getPackageName();
        boolean ours = name.startsWith("dev.reliability") && !name.contains(".internal");
        boolean assertions =
                name.startsWith("org.assertj") && owner.getPackageName().endsWith(".assertj");
        boolean restAssured =
                name.startsWith("io.restassured") && owner.getSimpleName().equals("FollowingRestAssured");
        return type.isPrimitive()
                || ours
                || assertions
                || restAssured
                || name.startsWith("java.")
                || name.equals("org.opentest4j");
    }
}
