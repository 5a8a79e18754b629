package dev.reliability.internal.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Writes the report of the build again, from the journals that its tests left. */
@Mojo(name = "report", requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class ReportMojo extends LibraryMojo {

    /** Where the journals are; {@code target/reliability} by default. */
    @Parameter(property = "reliability.reports")
    private @Nullable File directory;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        File reports = directory;
        if (reports == null) {
            reports = new File(project().getBuild().getDirectory(), "reliability");
        }
        if (command(testsOrLibrary(), List.of("report", "--reports=" + reports)) != 0) {
            throw new MojoFailureException("the report could not be written; the lines above say why");
        }
    }
}
