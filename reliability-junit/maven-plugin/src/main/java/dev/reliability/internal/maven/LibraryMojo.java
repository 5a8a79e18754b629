package dev.reliability.internal.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;

/** A goal whose work is done by the library, in a JVM of its own. */
abstract class LibraryMojo extends AbstractMojo {

    private static final String COMMAND_LINE = "dev.reliability.internal.cli.Main";

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    private List<Artifact> pluginArtifacts;

    @Inject
    private ToolchainManager toolchains;

    MavenSession session() {
        return session;
    }

    MavenProject project() {
        return project;
    }

    /** Returns whether the tests of the project have the library. */
    boolean hasLibrary() {
        Artifact library = library();
        return project.getArtifacts().stream().anyMatch(artifact -> isSame(artifact, library))
                || isSame(project.getArtifact(), library);
    }

    private Artifact library() {
        return pluginArtifacts.stream()
                .filter(artifact -> artifact.getArtifactId().equals("reliability-junit"))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isSame(Artifact one, Artifact other) {
        return one.getGroupId().equals(other.getGroupId())
                && one.getArtifactId().equals(other.getArtifactId());
    }

    List<String> testClassPath() throws MojoExecutionException {
        try {
            return project.getTestClasspathElements();
        } catch (DependencyResolutionRequiredException e) {
            throw new MojoExecutionException("the class path of the tests is not known", e);
        }
    }

    /** Returns what the library needs, and nothing of the project. */
    List<String> libraryAlone() {
        return pluginArtifacts.stream()
                .map(Artifact::getFile)
                .map(File::getPath)
                .toList();
    }

    /** Returns what the tests see, with their back ends; the library alone where they do not have it. */
    List<String> testsOrLibrary() throws MojoExecutionException {
        return hasLibrary() ? testClassPath() : libraryAlone();
    }

    /** Runs a command of the library's command line. {@return its exit code} */
    int command(List<String> classPath, List<String> arguments) throws MojoExecutionException {
        return run(classPath, settings(), COMMAND_LINE, arguments);
    }

    /** Returns the settings on Maven's own command line, which its test JVMs get as well. */
    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        session.getUserProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("reliability."))
                .sorted()
                .forEach(name -> settings.put(name, session.getUserProperties().getProperty(name)));
        return settings;
    }

    int run(List<String> classPath, Map<String, String> settings, String mainClass, List<String> arguments)
            throws MojoExecutionException {
        List<String> words = new ArrayList<>();
        settings.forEach((name, value) -> words.add("-D" + name + "=" + value));
        words.add(mainClass);
        words.addAll(arguments);
        Optional<Path> basedir = Optional.ofNullable(project.getBasedir()).map(File::toPath);
        try {
            return new JavaCommand(java(), classPath, words).run(basedir.orElse(Path.of("")));
        } catch (IOException e) {
            throw new MojoExecutionException("the library could not be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted while the library worked", e);
        }
    }

    /** The tests are compiled for the toolchain of the build, if there is one. */
    private String java() {
        return Optional.ofNullable(toolchains.getToolchainFromBuildContext("jdk", session))
                .flatMap(toolchain -> Optional.ofNullable(toolchain.findTool("java")))
                .orElseGet(() ->
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }
}
