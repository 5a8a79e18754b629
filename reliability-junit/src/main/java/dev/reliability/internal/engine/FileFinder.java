package dev.reliability.internal.engine;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Finds experiment files by the places that a class names, alike for the engine that runs them and the gate that misses them. */
public final class FileFinder {

    private static final Set<String> EXTENSIONS = Set.of("json", "yaml", "yml");
    private static final String GLOB = "*?[{";

    private final ClassLoader loader;
    private final TreeMap<String, Path> files = new TreeMap<>();
    private final Set<Path> known = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    private FileFinder(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * A file.
     *
     * @param name its place as written, or below the place; the same wherever the project is built
     * @param path where it is, be it inside of a jar
     */
    public record Found(String name, Path path) {

        /** Tells whether it is inside of a jar. */
        boolean archived() {
            return Archives.isInside(path);
        }
    }

    /**
     * What was found.
     *
     * @param files sorted by name
     * @param problems the places where nothing was
     */
    public record Result(List<Found> files, List<Problem> problems) {}

    /**
     * A place that cannot be run.
     *
     * @param place as written
     * @param text what is wrong with it
     */
    public record Problem(String place, String text) {

        @Override
        public String toString() {
            return text;
        }
    }

    /** Looks at places on a class path, or else in the file system. */
    public static Result find(List<String> places, ClassLoader loader) {
        FileFinder finder = new FileFinder(loader);
        if (places.isEmpty()) {
            finder.problems.add(new Problem("nothing", "@ExperimentFiles names no file and no directory"));
        }
        for (String place : places) {
            try {
                finder.look(place.strip().replace('\\', '/'));
            } catch (IOException | IllegalArgumentException e) {
                finder.problems.add(new Problem(place, "\"" + place + "\" cannot be searched: " + e));
            }
        }
        List<Found> found = new ArrayList<>();
        finder.files.forEach((name, path) -> found.add(new Found(name, path)));
        return new Result(found, finder.problems);
    }

    /** Tells whether a name is that of an experiment file. */
    static boolean isExperiment(Path file) {
        String name = String.valueOf(file.getFileName());
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
                && !name.startsWith(".");
    }

    /** Lists the experiment files below a directory. */
    static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(FileFinder::isExperiment)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private void look(String place) throws IOException {
        if (place.isEmpty()) {
            problems.add(new Problem("nothing", "@ExperimentFiles names an empty place"));
            return;
        }
        int glob = firstGlob(place);
        String base = glob < 0 ? place : place.substring(0, place.lastIndexOf('/', glob) + 1);
        Optional<PathMatcher> matcher =
                glob < 0 ? Optional.empty() : Optional.of(matcher(place.substring(base.length())));
        int known = problems.size();
        List<Path> starts = starts(base);
        if (starts.isEmpty() && problems.size() > known) {
            return;
        }
        if (starts.isEmpty()) {
            problems.add(new Problem(
                    place,
                    "\"" + place + "\" is neither on the test class path nor at "
                            + Path.of(base).toAbsolutePath()));
            return;
        }
        int before = files.size();
        boolean seen = false;
        for (Path start : starts) {
            seen |= add(base, start, matcher);
        }
        if (files.size() == before && !seen) {
            problems.add(new Problem(
                    place,
                    "\"" + place + "\" holds no experiment: no .json, .yaml or .yml "
                            + (glob < 0 ? "is below " : "matches below ") + starts));
        }
    }

    private static int firstGlob(String place) {
        for (int i = 0; i < place.length(); i++) {
            if (GLOB.indexOf(place.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the pattern is malformed: " + e.getDescription(), e);
        }
    }

    private List<Path> starts(String base) throws IOException {
        List<Path> starts = new ArrayList<>();
        Set<Path> real = new HashSet<>();
        for (URL url : Collections.list(loader.getResources(base))) {
            if (!url.getProtocol().equals("file")) {
                Optional<Path> entry = Archives.entry(url);
                entry.ifPresent(starts::add);
                if (entry.isEmpty() && !base.isEmpty()) {
                    problems.add(new Problem(
                            base,
                            "\"" + base + "\" is inside of " + url
                                    + ": experiments are read from directories and jar files"));
                }
                continue;
            }
            try {
                Path path = Path.of(url.toURI());
                if (real.add(path.toRealPath())) {
                    starts.add(path);
                }
            } catch (URISyntaxException e) {
                throw new IOException(url + " is no place of a file", e);
            }
        }
        Path inFileSystem = Path.of(base);
        if (starts.isEmpty() && Files.exists(inFileSystem)) {
            starts.add(inFileSystem);
        }
        return starts;
    }

    /** Tells whether there was anything, be it known already. */
    private boolean add(String base, Path start, Optional<PathMatcher> matcher) throws IOException {
        if (!Files.isDirectory(start)) {
            add(base, start);
            return true;
        }
        boolean any = false;
        String prefix = base.isEmpty() || base.endsWith("/") ? base : base + "/";
        for (Path file : below(start)) {
            Path relative = start.relativize(file);
            if (matcher.isEmpty() || matcher.get().matches(relative)) {
                add(prefix + relative.toString().replace(File.separatorChar, '/'), file);
                any = true;
            }
        }
        return any;
    }

    private void add(String name, Path file) throws IOException {
        if (!known.add(file.toRealPath())) {
            return;
        }
        Path other = files.putIfAbsent(name, file);
        if (other != null) {
            problems.add(new Problem(name, "\"" + name + "\" is there twice: " + other + " and " + file));
        }
    }
}
