package dev.reliability.internal.cli;

import dev.reliability.internal.journal.Halt;
import dev.reliability.internal.plan.Launcher;
import dev.reliability.internal.plan.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends every run of this user on this machine, and keeps new ones from beginning. */
@Command(
        name = "halt",
        mixinStandardHelpOptions = true,
        description = {
            "Ends every experiment of this user on this machine at once, and reverts it.",
            "New ones cannot begin until --release."
        })
final class HaltCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private StateOption state = new StateOption();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; shown by every test that is stopped.")
    private String reason = "";

    @Option(names = "--release", description = "Lets experiments begin again.")
    private boolean release;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Halt halt = new Halt(state.directory());
        if (release) {
            out.println(halt.release() ? "Released." : "Nothing was halted.");
        } else {
            halt.order(reason);
            out.println("Halted. Let experiments begin again with: "
                    + Launcher.command(
                            Names.without(Map.of(
                                    "reliability.state", state.directory().toString())),
                            "halt",
                            "--release"));
        }
        out.flush();
        return 0;
    }
}
