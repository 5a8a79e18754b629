package dev.reliability.internal.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what dead runs left, with the back ends that the tests of the project have:
 *
 * <pre>mvn reliability:sweep -Dreliability.target=ssh://ubuntu@203.0.113.7</pre>
 */
@Mojo(name = "sweep", requiresProject = false, aggregator = true, requiresDependencyResolution = ResolutionScope.TEST)
public final class SweepMojo extends LibraryMojo {

    /** The address of the only target that is swept. */
    @Parameter(property = "reliability.target")
    private @Nullable String target;

    /** The id of a fault that is forgotten, not undone. */
    @Parameter(property = "reliability.forget")
    private @Nullable String forget;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        List<String> arguments = new ArrayList<>(List.of("sweep"));
        if (target != null) {
            arguments.add("--target=" + target);
        }
        if (forget != null) {
            arguments.add("--forget=" + forget);
        }
        if (command(testsOrLibrary(), arguments) != 0) {
            throw new MojoFailureException("something is left; the lines above say what");
        }
    }
}
