package dev.reliability.internal.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Ends every experiment of this user on this machine at once, reverts it, and keeps new ones from beginning:
 *
 * <pre>
 * mvn reliability:halt -Dreliability.reason="the shop is down"
 * mvn reliability:halt -Dreliability.release
 * </pre>
 */
@Mojo(name = "halt", requiresProject = false, aggregator = true)
public final class HaltMojo extends LibraryMojo {

    /** Why; shown by every test that is stopped. */
    @Parameter(property = "reliability.reason")
    private @Nullable String reason;

    /** Lets experiments begin again. */
    @Parameter(property = "reliability.release")
    private boolean release;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        List<String> arguments = new ArrayList<>(List.of("halt"));
        if (reason != null) {
            arguments.add("--reason=" + reason);
        }
        if (release) {
            arguments.add("--release");
        }
        if (command(libraryAlone(), arguments) != 0) {
            throw new MojoFailureException("the order to halt could not be given; the lines above say why");
        }
    }
}
