package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** {@code os.path}: what files there are. */
final class OsPathFunctions implements FunctionProvider {
    private static final String MODULE = "os.path";

    @Override
    public Collection<ExperimentFunction> functions() {
        return List.of(
                test("exists", "path", Files::exists),
                test("isfile", "path", Files::isRegularFile),
                test("isdir", "s", Files::isDirectory),
                ExperimentFunction.named(MODULE, "islink")
                        .required(ArgumentType.TEXT, "path")
                        .calling(call -> !call.text("path").endsWith("/")
                                && isThere(call, "path", (path, options) -> Files.isSymbolicLink(path))),
                ExperimentFunction.named(MODULE, "getsize")
                        .required(ArgumentType.TEXT, "filename")
                        .calling(call -> PythonIo.io(() -> Files.size(PythonIo.path(call, "filename")))));
    }

    private interface Test {
        boolean of(Path path, LinkOption... options);
    }

    private static ExperimentFunction test(String name, String parameter, Test test) {
        return ExperimentFunction.named(MODULE, name)
                .required(ArgumentType.TEXT, parameter)
                .calling(call -> {
                    Object given = call.arguments().get(parameter);
                    if (PythonValues.isIntOrBool(given)) {
                        // a number means an open file to Python, which has no others than these here
                        return name.equals("exists")
                                && PythonValues.lessOrEqual(0L, given)
                                && PythonValues.lessOrEqual(given, 2L);
                    }
                    return isThere(call, parameter, test);
                });
    }

    private static boolean isThere(FunctionCall call, String parameter, Test test) {
        String text = call.text(parameter);
        if (text.indexOf('\0') >= 0) {
            return false;
        }
        try {
            return test.of(PythonIo.path(text));
        } catch (IOException e) {
            return false;
        }
    }
}
