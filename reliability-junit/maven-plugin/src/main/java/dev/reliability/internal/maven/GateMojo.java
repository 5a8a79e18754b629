package dev.reliability.internal.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Fails the build unless every reliability test of the compiled test classes ran in this build and is proven. No property on the
 * command line skips it or changes what it checks: what is left out, or expected, stands in the pom.
 */
@Mojo(
        name = "gate",
        defaultPhase = LifecyclePhase.VERIFY,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class GateMojo extends LibraryMojo {

    private static final String GATE = "dev.reliability.junit.ReliabilityGate";
    private static final String SAYS = "reliability gate: ";

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    /** Directories and jars of compiled tests beside the test classes of the project. */
    @Parameter
    private List<File> tests = List.of();

    /** Jars of tests among the dependencies of the project, as {@code groupId:artifactId} or {@code groupId:artifactId:classifier}. */
    @Parameter
    private List<String> testJars = List.of();

    /** Where the test JVMs leave their evidence, if they are told to leave it elsewhere than in {@code target/reliability}. */
    @Parameter
    private @Nullable File reports;

    /** Regular expressions of the whole names of tests and classes that are left out. How many they are is printed. */
    @Parameter
    private List<String> excludes = List.of();

    /** What must be proven whatever is compiled: each with a {@code pattern}, a {@code tag}, a {@code minimum}. */
    @Parameter
    private List<ExpectedTests> expected = List.of();

    /** Which faults must be proven on what is declared: each with a {@code kind}, a {@code target}, a {@code dependency}, a {@code minimum}. */
    @Parameter
    private List<CoveredFaults> coverage = List.of();

    /** Whether it is right that there are no reliability tests at all. */
    @Parameter
    private boolean allowEmpty;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        try {
            check();
        } catch (MojoExecutionException | MojoFailureException | RuntimeException e) {
            heed();
            throw e;
        }
    }

    private void check() throws MojoExecutionException, MojoFailureException {
        List<String> unknown = Configuration.unknown(execution);
        if (!unknown.isEmpty()) {
            throw new MojoFailureException("the gate checks less than the pom asks for: it knows no "
                    + unknown.stream().map(name -> "<" + name + ">").collect(Collectors.joining(", ")));
        }
        String tests = project().getBuild().getTestOutputDirectory();
        if ("pom".equals(project().getPackaging()) && !new File(tests).exists()) {
            System.out.println(SAYS + "a project of packaging pom has no classes, and so no reliability tests");
            return;
        }
        if (!hasLibrary() && allowEmpty) {
            System.out.println(SAYS + "the tests do not have the library, and so there are no reliability tests");
            return;
        }
        if (!hasLibrary()) {
            throw new MojoFailureException(
                    "the tests do not have the library: add dev.reliability:reliability-junit with"
                            + " scope test, or say with <allowEmpty> that there need be no reliability tests");
        }
        if (run(testClassPath(), Map.of(), GATE, arguments()) != 0) {
            throw new MojoFailureException(
                    "the reliability gate is closed; the lines that begin with \"" + SAYS.strip() + "\" say why");
        }
    }

    /** Who asked Maven to ignore all failures did not ask the gate. */
    private void heed() {
        MavenExecutionRequest request = session().getRequest();
        if (MavenExecutionRequest.REACTOR_FAIL_NEVER.equals(request.getReactorFailureBehavior())) {
            request.setReactorFailureBehavior(MavenExecutionRequest.REACTOR_FAIL_AT_END);
        }
    }

    private List<String> arguments() throws MojoExecutionException {
        List<String> classes = new ArrayList<>();
        classes.add(project().getBuild().getTestOutputDirectory());
        tests.forEach(place -> classes.add(place.getPath()));
        for (String name : testJars) {
            classes.add(testJar(name).getFile().getPath());
        }
        List<String> arguments = new ArrayList<>();
        arguments.add("--classes=" + String.join(File.pathSeparator, classes));
        arguments.add("--reports="
                + (reports == null ? new File(project().getBuild().getDirectory(), "reliability") : reports).getPath());
        arguments.add("--since=" + session().getRequest().getStartTime().toInstant());
        arguments.add("--build=" + ProcessHandle.current().pid());
        excludes.forEach(pattern -> arguments.add("--exclude=" + pattern));
        for (ExpectedTests each : expected) {
            arguments.add("--expect=" + each.argument());
        }
        for (CoveredFaults each : coverage) {
            arguments.add("--cover=" + each.argument());
        }
        if (allowEmpty) {
            arguments.add("--allow-empty");
        }
        return arguments;
    }

    private Artifact testJar(String name) throws MojoExecutionException {
        String[] parts = name.strip().split(":", 3);
        return project().getArtifacts().stream()
                .filter(artifact -> parts.length > 1
                        && artifact.getGroupId().equals(parts[0])
                        && artifact.getArtifactId().equals(parts[1])
                        && (parts.length < 3 || parts[2].equals(artifact.getClassifier())))
                .findFirst()
                .orElseThrow(() -> new MojoExecutionException("<testJars>: \"" + name
                        + "\" is no dependency of this project; write groupId:artifactId, or"
                        + " groupId:artifactId:classifier"));
    }
}
