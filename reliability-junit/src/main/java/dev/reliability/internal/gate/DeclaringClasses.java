package dev.reliability.internal.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The compiled classes that declare reliability tests by annotations. */
public final class DeclaringClasses {

    private DeclaringClasses() {}

    /**
     * Returns the names of the outermost ones, loaded but not initialized.
     *
     * @param places directories and jars
     * @throws IOException if one cannot be read
     */
    public static List<String> in(List<Path> places) throws IOException {
        DeclaredTests declared = DeclaredTests.of(CompiledClasses.of(places).loaded());
        return declared.tests().stream()
                .filter(test -> !declared.files().containsKey(test))
                .map(test -> test.classes().get(0))
                .distinct()
                .toList();
    }
}
