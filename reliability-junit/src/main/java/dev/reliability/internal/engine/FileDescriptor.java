package dev.reliability.internal.engine;

import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.run.ExperimentFiles;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.hierarchical.Node;

/** An experiment file as a test. */
final class FileDescriptor extends AbstractTestDescriptor implements Node<EngineContext> {

    static final TestTag RELIABILITY = TestTag.create("reliability");

    private final FileFinder.Found file;
    private final List<String> tags;

    /**
     * What a list of tests shows of a file; that of a broken file has its name. Whatever is wrong is said when the test runs.
     *
     * @param title its title
     * @param tags its tags as written
     */
    record Header(String title, List<String> tags) {

        static Header of(Path file) {
            try {
                ExperimentFiles.Header header = ExperimentFiles.header(file);
                return new Header(header.title().strip().replaceAll("\\s+", " "), header.tags());
            } catch (InvalidExperimentFileException e) {
                return new Header(String.valueOf(file.getFileName()), List.of());
            }
        }
    }

    FileDescriptor(UniqueId id, String name, FileFinder.Found file, List<String> tags) {
        super(id, name, source(file));
        this.file = file;
        this.tags = List.copyOf(tags);
    }

    private static TestSource source(FileFinder.Found file) {
        return file.archived()
                ? ClasspathResourceSource.from(file.path().toString())
                : FileSource.from(file.path().toFile());
    }

    FileFinder.Found file() {
        return file;
    }

    FilesDescriptor container() {
        return (FilesDescriptor) getParent().orElseThrow();
    }

    @Override
    public Type getType() {
        return Type.TEST;
    }

    /** Returns those of a file as JUnit has them, whose expressions leave no room for blanks and operators in a tag. */
    static List<TestTag> valid(List<String> written) {
        return written.stream()
                .map(tag -> tag.strip().replaceAll("[\\s\\p{Cntrl},()&|!]+", "-"))
                .filter(TestTag::isValid)
                .map(TestTag::create)
                .toList();
    }

    @Override
    public Set<TestTag> getTags() {
        Set<TestTag> all = new LinkedHashSet<>(container().getTags());
        all.add(RELIABILITY);
        all.addAll(valid(tags));
        return all;
    }

    @Override
    public EngineContext execute(EngineContext context, DynamicTestExecutor tests) throws Exception {
        new FileExecution(this, context).run();
        return context;
    }
}
