package dev.reliability.internal.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the reliability tests would do, and what stands against it, without changing anything:
 *
 * <pre>mvn reliability:plan -Dreliability.profile=staging -Dreliability.tests=shop.CheckoutIT</pre>
 */
@Mojo(name = "plan", requiresDependencyResolution = ResolutionScope.TEST)
@Execute(phase = LifecyclePhase.TEST_COMPILE)
public final class PlanMojo extends LibraryMojo {

    /** Test classes by their full names, or tests as {@code CLASS#METHOD}; every test class of the project by default. */
    @Parameter(property = "reliability.tests")
    private @Nullable List<String> planned;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        List<String> arguments = new ArrayList<>(List.of("plan"));
        if (planned == null || planned.isEmpty()) {
            arguments.addAll(List.of("--classes", project().getBuild().getTestOutputDirectory()));
        } else {
            arguments.addAll(planned);
        }
        if (command(testClassPath(), arguments) != 0) {
            throw new MojoFailureException("something stands against a reliability test; the lines above say what");
        }
    }
}
