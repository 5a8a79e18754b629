package dev.reliability;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.VerdictException;
import dev.reliability.internal.gate.Gate;
import dev.reliability.internal.jupiter.ExperimentLocks;
import dev.reliability.internal.jupiter.ReliabilityExtension;
import dev.reliability.internal.plan.DidYouMean;
import dev.reliability.internal.plan.Resolvers;
import dev.reliability.internal.runner.FluentRun;
import dev.reliability.junit.ReliabilityAnnotation;
import dev.reliability.junit.ReliabilityException;
import dev.reliability.junit.ReliabilityGate;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.spi.ExperimentFunction;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
        "dev.reliability.internal.dns.."
    };
    private static final String[] BACK_ENDS = {
        "dev.reliability.local..",
        "dev.reliability.internal.process..",
        "dev.reliability.internal.link..",
        "dev.reliability.linux..",
        "dev.reliability.internal.linux..",
        "dev.reliability.internal.shell..",
        "dev.reliability.internal.host..",
        "dev.reliability.internal.docker..",
        "dev.reliability.internal.toxiproxy..",
        "dev.reliability.internal.signal.."
    };

    /** What a back end may use besides the SPI: how durations and addresses read, what waits, and how HTTP and DNS are spoken. */
    private static final DescribedPredicate<JavaClass> UTILITIES = belongToAnyOf(DidYouMean.class, Resolvers.class)
            .or(resideInAnyPackage(
                    "dev.reliability.internal.time..",
                    "dev.reliability.internal.http..",
                    "dev.reliability.internal.dns.."));

    /** What others may refine: exceptions, and how a back end describes its functions. Everything else public is final or made to be implemented. */
    private static final DescribedPredicate<JavaClass> MEANT_TO_BE_EXTENDED = belongToAnyOf(
            InvalidPlanException.class,
            VerdictException.class,
            ReliabilityException.class,
            ExperimentFunction.Parameters.class);

    private static final DescribedPredicate<JavaClass> PUBLIC = describe(
            "are public and not internal",
            type -> visible(type) && !type.getPackageName().contains(".internal"));

    /** A method or constructor of the JDK that could be told a locale and is not, or that takes the machine's. */
    private static final DescribedPredicate<JavaAccess<?>> DEPENDS_ON_THE_LOCALE =
            describe("depend on the locale of the machine", ArchitectureTest::dependsOnTheLocale);

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

    /** An entry point, and an annotation that has to name its extension, name what they enter; nothing else runs back up. */
    @ArchTest
    static final ArchRule noPackagesKnowEachOtherInACircle = slices().matching("dev.reliability.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(Reliability.class, FluentRun.class)
            .ignoreDependency(ReliabilityAnnotation.class, ReliabilityExtension.class)
            .ignoreDependency(ReliabilityAnnotation.class, ExperimentLocks.class)
            .ignoreDependency(ReliabilityTarget.class, ReliabilityExtension.class)
            .ignoreDependency(ReliabilityProperty.class, ReliabilityExtension.class)
            .ignoreDependency(SteadyStateProbe.class, ReliabilityExtension.class)
            .ignoreDependency(ReliabilityGate.class, Gate.class);

    /** The library's own hosts are a user of the public kit like any other. */
    @ArchTest
    static final ArchRule hostsUseThePublicKit = noClasses()
            .that()
            .resideInAPackage("dev.reliability.internal.host..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.reliability.internal.linux..");

    @ArchTest
    static final ArchRule thePackagesOfExperimentFilesFormNoCircle = slices().matching(
                    "dev.reliability.internal.chaostoolkit.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule whatAllPackagesOfExperimentFilesUseKnowsNoneOfThem = noClasses()
            .that()
            .resideInAPackage("dev.reliability.internal.chaostoolkit")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.reliability.internal.chaostoolkit.*..");

    @ArchTest
    static final ArchRule nobodyKnowsTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("dev.reliability.internal.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.reliability.internal.cli..");

    @ArchTest
    static final ArchRule onlyTheGateAsksTheEngine = noClasses()
            .that()
            .resideOutsideOfPackages("dev.reliability.internal.engine..", "dev.reliability.internal.gate..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.reliability.internal.engine..");

    /** It finds files and reports them to JUnit; how they run is the business of the packages of experiment files. */
    @ArchTest
    static final ArchRule theEngineRunsNothingItself = classes()
            .that()
            .resideInAPackage("dev.reliability.internal.engine..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.junit..",
                    "dev.reliability.spi..",
                    "dev.reliability.experiment..",
                    "dev.reliability.junit..",
                    "dev.reliability.local..",
                    "dev.reliability.internal.engine..",
                    "dev.reliability.internal.jupiter..",
                    "dev.reliability.internal.evidence..",
                    "dev.reliability.internal.plan..",
                    "dev.reliability.internal.chaostoolkit",
                    "dev.reliability.internal.chaostoolkit.run..",
                    "dev.reliability.internal.chaostoolkit.system..");

    /** It reads words and shows results; it knows no back end, and no runner but that of experiment files. */
    @ArchTest
    static final ArchRule theCommandLineKnowsNoBackEnd = classes()
            .that()
            .resideInAPackage("dev.reliability.internal.cli..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "picocli..",
                    "dev.reliability.spi..",
                    "dev.reliability.experiment..",
                    "dev.reliability.internal.cli..",
                    "dev.reliability.internal.jupiter..",
                    "dev.reliability.internal.plan..",
                    "dev.reliability.internal.journal..",
                    "dev.reliability.internal.report..",
                    "dev.reliability.internal.gate..",
                    "dev.reliability.internal.time..",
                    "dev.reliability.internal.chaostoolkit",
                    "dev.reliability.internal.chaostoolkit.run..",
                    "dev.reliability.internal.chaostoolkit.system..",
                    "dev.reliability.internal.chaostoolkit.model..",
                    "dev.reliability.internal.chaostoolkit.configuration..");

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

    /** Text that machines read, such as a script's, has the same digits and letters in every country. */
    @ArchTest
    static final ArchRule nothingDependsOnTheLocale = noClasses().should().accessTargetWhere(DEPENDS_ON_THE_LOCALE);

    /** The rule above finds what depends on the locale, and only that. */
    @ArchTest
    static void callsThatDependOnTheLocaleAreSeen(JavaClasses unused) {
        JavaClasses samples = new ClassFileImporter().importClasses(Careless.class, Careful.class);
        assertThat(samples.get(Careless.class).getCodeUnits())
                .filteredOn(unit -> !unit.getName().equals(JavaConstructor.CONSTRUCTOR_NAME))
                .hasSize(7)
                .allMatch(unit -> unit.getAccessesFromSelf().stream().anyMatch(DEPENDS_ON_THE_LOCALE));
        assertThat(samples.get(Careful.class).getAccessesFromSelf()).noneMatch(DEPENDS_ON_THE_LOCALE);
    }

    private static final class Careless {

        String text(int number) {
            return String.format("%d", number);
        }

        String shorter(int number) {
            return "%d".formatted(number);
        }

        void print(int number) {
            System.out.printf("%d", number);
        }

        String lower(String text) {
            return text.toLowerCase();
        }

        Function<String, String> reference() {
            return String::toUpperCase;
        }

        String time() {
            return DateTimeFormatter.ofPattern("HH").format(LocalTime.NOON);
        }

        String number(double number) {
            return new DecimalFormat("0.0").format(number);
        }
    }

    private static final class Careful {

        String text(int number) {
            return String.format(Locale.ROOT, "%d", number)
                    + number
                    + "x".toLowerCase(Locale.ROOT)
                    + DateTimeFormatter.ISO_INSTANT.format(Instant.EPOCH)
                    + Integer.toHexString(number);
        }
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        Set<JavaPackage> packages = new HashSet<>();
        all.stream().map(JavaClass::getPackage).forEach(packages::add);
        assertThat(packages)
                .hasSizeGreaterThan(10)
                .allMatch(one -> one.isAnnotatedWith(NullMarked.class), "has a package-info.java with @NullMarked");
    }

    /** A class over 300 lines has two ideas in it. */
    @ArchTest
    static void noClassIsLong(JavaClasses unused) throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<Path> files =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(files).hasSizeGreaterThan(100).allSatisfy(file -> assertThat(Files.readAllLines(file))
                    .as(file.toString())
                    .hasSizeLessThanOrEqualTo(300));
        }
    }

    private static boolean dependsOnTheLocale(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        if (!(access.getTarget() instanceof CodeUnitAccessTarget called) || !owner.startsWith("java.")) {
            return false;
        }
        List<String> given =
                called.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        if (given.contains(Locale.class.getName())) {
            return false;
        }
        boolean constructor = called.getName().equals(JavaConstructor.CONSTRUCTOR_NAME);
        Class<?> type = access.getTargetOwner().reflect();
        Stream<? extends Executable> all =
                constructor ? Arrays.stream(type.getConstructors()) : Arrays.stream(type.getMethods());
        return owner.equals(DecimalFormat.class.getName()) && constructor
                || owner.equals(String.class.getName()) && called.getName().equals("formatted")
                || all.filter(one -> constructor || one.getName().equals(called.getName()))
                        .anyMatch(one -> withoutLocale(one).equals(given));
    }

    /** Types of the parameters but for the locale; of no method where it has none. */
    private static List<String> withoutLocale(Executable executable) {
        List<String> types = Arrays.stream(executable.getParameterTypes())
                .map(Class::getName)
                .toList();
        return types.contains(Locale.class.getName())
                ? types.stream()
                        .filter(type -> !type.equals(Locale.class.getName()))
                        .toList()
                : List.of("none");
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
        boolean meters =
                name.startsWith("io.micrometer") && owner.getPackageName().equals("dev.reliability.micrometer");
        boolean spring =
                name.startsWith("org.springframework") && owner.getPackageName().equals("dev.reliability.spring");
        return type.isPrimitive()
                || ours
                || assertions
                || meters
                || spring
                || restAssured
                || name.startsWith("java.")
                || name.equals("org.opentest4j");
    }
}
