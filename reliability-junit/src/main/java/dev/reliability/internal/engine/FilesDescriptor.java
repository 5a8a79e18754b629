package dev.reliability.internal.engine;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.junit.ExperimentFiles;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.hierarchical.Node;

/** A class with experiment files, or those that were selected without one. */
final class FilesDescriptor extends AbstractTestDescriptor implements Node<EngineContext> {

    private final Class<?> type;
    private final Mode mode;
    private final List<String> variables;
    private final ClassSystem system;

    private FilesDescriptor(UniqueId id, String name, Class<?> type, Mode mode, List<String> variables) {
        super(id, name, ClassSource.from(type));
        this.type = type;
        this.mode = mode;
        this.variables = variables;
        this.system = new ClassSystem(type);
    }

    /** Describes a class with those of its files whose ids are wanted; all of them if none is. */
    static FilesDescriptor of(
            Class<?> type, UniqueId id, Set<UniqueId> wanted, Function<String, Optional<String>> parameters) {
        ExperimentFiles annotation = type.getAnnotation(ExperimentFiles.class);
        FilesDescriptor container = new FilesDescriptor(
                id,
                type.getSimpleName(),
                type,
                Mode.valueOf(annotation.mode().name()),
                List.of(annotation.variables()));
        FileFinder.Result found = Containers.files(type, parameters);
        container.add(found.files(), found.problems(), wanted);
        return container;
    }

    /** Describes files that no class names; the annotation stands for the class, since tools only count what has one. */
    static FilesDescriptor of(Collection<Path> files, List<FileFinder.Problem> missing, UniqueId id) {
        FilesDescriptor container =
                new FilesDescriptor(id, "Experiment files", ExperimentFiles.class, Mode.STRICT, List.of());
        container.add(
                files.stream()
                        .map(file -> new FileFinder.Found(
                                Archives.isInside(file) ? file.toUri().toString() : file.toString(), file))
                        .toList(),
                missing,
                Set.of());
        return container;
    }

    private void add(List<FileFinder.Found> files, List<FileFinder.Problem> problems, Set<UniqueId> wanted) {
        Map<String, Integer> titles = new HashMap<>();
        List<FileDescriptor.Header> headers = files.stream()
                .map(file -> FileDescriptor.Header.of(file.path()))
                .toList();
        headers.forEach(header -> titles.merge(header.title(), 1, Integer::sum));
        for (int i = 0; i < files.size(); i++) {
            FileFinder.Found file = files.get(i);
            UniqueId id = getUniqueId().append(ExperimentFilesEngine.FILE, file.name());
            if (wanted.isEmpty() || wanted.contains(id)) {
                FileDescriptor.Header header = headers.get(i);
                boolean unique = titles.getOrDefault(header.title(), 0) == 1;
                addChild(new FileDescriptor(
                        id, unique ? header.title() : header.title() + " (" + file.name() + ")", file, header.tags()));
            }
        }
        for (int i = 0; i < problems.size(); i++) {
            UniqueId id = getUniqueId().append("place", String.valueOf(i + 1));
            if (wanted.isEmpty() || wanted.contains(id)) {
                addChild(new PlaceDescriptor(id, problems.get(i)));
            }
        }
    }

    Class<?> testClass() {
        return type;
    }

    Mode mode() {
        return mode;
    }

    List<String> variables() {
        return variables;
    }

    ClassSystem system() {
        return system;
    }

    /** Tells whether a class names the files. */
    boolean named() {
        return type != ExperimentFiles.class;
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    /** By this name Surefire reports the class of a test that is no method. */
    @Override
    public String getLegacyReportingName() {
        return type.getName();
    }

    @Override
    public Set<TestTag> getTags() {
        return tags(type);
    }

    static Set<TestTag> tags(Class<?> type) {
        Set<TestTag> tags = new LinkedHashSet<>();
        for (Tag tag : AnnotationSupport.findRepeatableAnnotations(type, Tag.class)) {
            if (TestTag.isValid(tag.value())) {
                tags.add(TestTag.create(tag.value()));
            }
        }
        return tags;
    }

    @Override
    public SkipResult shouldBeSkipped(EngineContext context) {
        return skipped(type);
    }

    static SkipResult skipped(Class<?> type) {
        Optional<Disabled> disabled = AnnotationSupport.findAnnotation(type, Disabled.class);
        return disabled.map(reason ->
                        SkipResult.skip(reason.value().isEmpty() ? type.getName() + " is @Disabled" : reason.value()))
                .orElseGet(SkipResult::doNotSkip);
    }

    @Override
    public EngineContext before(EngineContext context) {
        system.start(context.parameters()::get);
        return context;
    }

    @Override
    public void after(EngineContext context) {
        system.end();
    }
}
