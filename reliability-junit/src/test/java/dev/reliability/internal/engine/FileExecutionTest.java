package dev.reliability.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/** Which errors of linking only say that this JUnit is an older one. */
class FileExecutionTest {

    private static final TestDescriptor TEST = new EngineDescriptor(UniqueId.forEngine("files"), "files");

    @TempDir
    Path directory;

    /** What JVMs say where the method or the class is not there. */
    static Stream<LinkageError> older() {
        return Stream.of(
                new NoSuchMethodError("'void org.junit.platform.engine.EngineExecutionListener.fileEntryPublished("
                        + "org.junit.platform.engine.TestDescriptor, org.junit.platform.engine.reporting.FileEntry)'"),
                new NoSuchMethodError("org.junit.platform.engine.EngineExecutionListener.fileEntryPublished("
                        + "Lorg/junit/platform/engine/TestDescriptor;)V"),
                new NoClassDefFoundError("org/junit/platform/engine/reporting/FileEntry"));
    }

    static Stream<LinkageError> broken() {
        return Stream.of(
                new NoSuchMethodError("'void com.example.Listener.say(java.lang.String)'"),
                new NoSuchMethodError("'java.util.List java.util.List.of(java.lang.Object)'"),
                new NoClassDefFoundError("com/example/Report"),
                new NoClassDefFoundError("Could not initialize class com.example.FileEntry"),
                new ExceptionInInitializerError("com/example/Report"),
                new UnsupportedClassVersionError("com/example/Report has been compiled by a more recent version"),
                new NoSuchFieldError("LIMIT"),
                new LinkageError());
    }

    @ParameterizedTest
    @MethodSource("older")
    void anOlderJUnitIsForgiven(LinkageError error) {
        assertThatCode(() -> attach(error)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void nothingElseIs(LinkageError error) {
        assertThatThrownBy(() -> attach(error)).isSameAs(error);
    }

    @Test
    void theJournalIsAttached() {
        List<FileEntry> files = new ArrayList<>();
        FileExecution.attach(
                new EngineExecutionListener() {
                    @Override
                    public void fileEntryPublished(TestDescriptor test, FileEntry file) {
                        files.add(file);
                    }
                },
                TEST,
                directory);
        assertThat(files).singleElement().satisfies(file -> assertThat(file.getPath())
                .isEqualTo(directory));
    }

    private void attach(LinkageError error) {
        FileExecution.attach(
                new EngineExecutionListener() {
                    @Override
                    public void fileEntryPublished(TestDescriptor test, FileEntry file) {
                        throw error;
                    }
                },
                TEST,
                directory);
    }
}
