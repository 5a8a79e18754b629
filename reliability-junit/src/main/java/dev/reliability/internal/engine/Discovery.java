package dev.reliability.internal.engine;

import dev.reliability.internal.jupiter.LoneProbes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.ClasspathResourceSelector;
import org.junit.platform.engine.discovery.ClasspathRootSelector;
import org.junit.platform.engine.discovery.DirectorySelector;
import org.junit.platform.engine.discovery.FileSelector;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.discovery.ModuleSelector;
import org.junit.platform.engine.discovery.PackageNameFilter;
import org.junit.platform.engine.discovery.PackageSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.discovery.UriSelector;

/**
 * Turns selectors into classes with experiment files, files that are selected without a class, and classes with probe methods that
 * nothing calls.
 */
final class Discovery {

    private static final String CLASS = "class";
    private static final String FILES = "files";
    private static final String PROBES = "probes";

    private final EngineDiscoveryRequest request;
    private final RootDescriptor root;
    private final Predicate<String> classNames;

    /** The classes, each with the ids that are wanted of its tests; none means all of them. */
    private final Map<Class<?>, Set<UniqueId>> classes = new LinkedHashMap<>();

    private final Set<Class<?>> lone = new LinkedHashSet<>();
    private final Set<Path> files = new LinkedHashSet<>();
    private final List<FileFinder.Problem> missing = new ArrayList<>();

    Discovery(EngineDiscoveryRequest request, UniqueId id) {
        this.request = request;
        root = new RootDescriptor(id);
        List<Filter<String>> filters = new ArrayList<>();
        filters.addAll(request.getFiltersByType(ClassNameFilter.class));
        classNames = Filter.composeFilters(filters).toPredicate().and(name -> Filter.composeFilters(
                        request.getFiltersByType(PackageNameFilter.class))
                .toPredicate()
                .test(name.substring(0, Math.max(0, name.lastIndexOf('.')))));
    }

    RootDescriptor discover() {
        for (DiscoverySelector selector : request.getSelectorsByType(DiscoverySelector.class)) {
            select(selector);
        }
        classes.forEach((type, wanted) -> {
            FilesDescriptor container =
                    FilesDescriptor.of(type, id(type), wanted, request.getConfigurationParameters()::get);
            root.addChild(container);
        });
        lone.forEach(type ->
                root.addChild(new LoneProbesDescriptor(root.getUniqueId().append(PROBES, type.getName()), type)));
        if (!files.isEmpty() || !missing.isEmpty()) {
            root.addChild(FilesDescriptor.of(files, missing, root.getUniqueId().append(FILES, "selected")));
        }
        return root;
    }

    private UniqueId id(Class<?> type) {
        return root.getUniqueId().append(CLASS, type.getName());
    }

    private void select(DiscoverySelector selector) {
        if (selector instanceof ClassSelector one) {
            load(one).ifPresent(this::addWhole);
        } else if (selector instanceof MethodSelector one) {
            load(one).ifPresent(this::addProbes);
        } else if (selector instanceof PackageSelector one) {
            add(ReflectionSupport.findAllClassesInPackage(one.getPackageName(), type -> true, classNames));
        } else if (selector instanceof ClasspathRootSelector one) {
            add(ReflectionSupport.findAllClassesInClasspathRoot(one.getClasspathRoot(), type -> true, classNames));
        } else if (selector instanceof ModuleSelector one) {
            add(ReflectionSupport.findAllClassesInModule(one.getModuleName(), type -> true, classNames));
        } else if (selector instanceof UniqueIdSelector one) {
            select(one.getUniqueId());
        } else if (selector instanceof FileSelector one) {
            addFile(one.getPath());
        } else if (selector instanceof DirectorySelector one) {
            addDirectory(one.getPath());
        } else if (selector instanceof UriSelector one
                && "file".equals(one.getUri().getScheme())) {
            addPlace(Path.of(one.getUri()));
        } else if (selector instanceof UriSelector one
                && "jar".equals(one.getUri().getScheme())) {
            addArchived(one.getUri().toString());
        } else if (selector instanceof ClasspathResourceSelector one) {
            addResource(one.getClasspathResourceName());
        }
    }

    /** Looked at only now: JUnit cannot search a jar while it does so already, and what calls a probe may be anywhere in it. */
    private void add(List<Class<?>> found) {
        found.stream().filter(Discovery::concernsUs).forEach(this::addWhole);
    }

    private static boolean concernsUs(Class<?> type) {
        try {
            return Containers.isContainer(type) || LoneProbes.in(type);
        } catch (LinkageError | TypeNotPresentException e) {
            // whoever runs the class says so
            return false;
        }
    }

    private static Optional<Class<?>> load(ClassSelector selector) {
        return load(selector::getJavaClass);
    }

    private static Optional<Class<?>> load(MethodSelector selector) {
        return load(selector::getJavaClass);
    }

    private static Optional<Class<?>> load(Supplier<Class<?>> selected) {
        try {
            return Optional.of(selected.get());
        } catch (JUnitException e) {
            // the engine whose class it is says so
            return Optional.empty();
        }
    }

    private void addWhole(Class<?> type) {
        if (Containers.isContainer(type) && classNames.test(type.getName())) {
            classes.put(type, Set.of());
        }
        addProbes(type);
    }

    private void addProbes(Class<?> type) {
        if (classNames.test(type.getName()) && LoneProbes.in(type)) {
            lone.add(type);
        }
    }

    private void select(UniqueId id) {
        int depth = root.getUniqueId().getSegments().size();
        if (!id.hasPrefix(root.getUniqueId()) || id.getSegments().size() <= depth) {
            return;
        }
        UniqueId.Segment container = id.getSegments().get(depth);
        boolean whole = id.getSegments().size() == depth + 1;
        if (container.getType().equals(PROBES)) {
            ReflectionSupport.tryToLoadClass(container.getValue()).toOptional().ifPresent(this::addProbes);
        } else if (container.getType().equals(CLASS)) {
            ReflectionSupport.tryToLoadClass(container.getValue())
                    .toOptional()
                    .filter(Containers::isContainer)
                    .ifPresent(type -> {
                        if (whole) {
                            classes.put(type, Set.of());
                        } else if (!classes.containsKey(type)
                                || !classes.get(type).isEmpty()) {
                            classes.computeIfAbsent(type, key -> new LinkedHashSet<>())
                                    .add(id);
                        }
                    });
        } else if (container.getType().equals(FILES) && !whole) {
            String place = id.getLastSegment().getValue();
            if (place.startsWith("jar:")) {
                addArchived(place);
            } else {
                addPlace(Path.of(place));
            }
        }
    }

    private void addArchived(String url) {
        try {
            Archives.entry(URI.create(url).toURL()).ifPresent(this::addPlace);
        } catch (IOException e) {
            missing.add(new FileFinder.Problem(url, url + " cannot be read: " + e));
        }
    }

    private void addPlace(Path place) {
        if (Files.isDirectory(place)) {
            addDirectory(place);
        } else {
            addFile(place);
        }
    }

    /** A file of another kind is another engine's. */
    private void addFile(Path file) {
        if (!FileFinder.isExperiment(file)) {
            return;
        }
        if (Files.isRegularFile(file)) {
            files.add(file.toAbsolutePath().normalize());
        } else {
            missing.add(new FileFinder.Problem(file.toString(), file.toAbsolutePath() + " does not exist"));
        }
    }

    private void addDirectory(Path directory) {
        try {
            List<Path> found = Files.isDirectory(directory) ? FileFinder.below(directory) : List.of();
            found.forEach(this::addFile);
            if (found.isEmpty() && isEmpty(directory)) {
                missing.add(new FileFinder.Problem(
                        directory.toString(), directory.toAbsolutePath() + " holds no experiment"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be read", e);
        }
    }

    /** What holds files of other kinds is another engine's. */
    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return true;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.noneMatch(Files::isRegularFile);
        }
    }

    private void addResource(String name) {
        if (!FileFinder.isExperiment(Path.of(name))) {
            return;
        }
        FileFinder.Result result = FileFinder.find(List.of(name), Containers.loader());
        result.files().forEach(found -> files.add(found.path().toAbsolutePath().normalize()));
        missing.addAll(result.problems());
    }
}
