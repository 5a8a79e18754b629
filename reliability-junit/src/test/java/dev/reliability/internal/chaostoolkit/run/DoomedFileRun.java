package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.Mode;
import java.nio.file.Path;
import java.util.List;

/** The main class of a JVM that is ended in the middle of a run: {@code FOLDER MODE}. */
final class DoomedFileRun {
    private DoomedFileRun() {}

    public static void main(String[] arguments) {
        Workbench bench = new Workbench(Path.of(arguments[0]));
        FileOutcome outcome = ExperimentFiles.load(
                        bench.folder.resolve("experiment.json").toString(),
                        bench.options()
                                .mode(Mode.valueOf(arguments[1]))
                                .variableFiles(List.of(bench.folder.resolve("values.env"))))
                .run(System.out::println);
        System.out.println(outcome.message());
    }
}
