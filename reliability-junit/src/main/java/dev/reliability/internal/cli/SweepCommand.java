package dev.reliability.internal.cli;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.journal.DeadRuns;
import dev.reliability.internal.plan.BackEnds;
import dev.reliability.internal.plan.Launcher;
import dev.reliability.internal.plan.Names;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.UndoRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Undoes what dead runs left. Runs that live are left alone. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = {
            "Undoes the faults that dead runs left, as their journals and the marks on the targets tell.",
            "Exit code 0 if nothing is left, 1 if something is.",
            "What cannot be undone is tried again by every run and every sweep, until it is forgotten."
        })
final class SweepCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Option(
            names = "--target",
            paramLabel = "ADDRESS",
            description = "Only this target, such as ssh://ubuntu@203.0.113.7.")
    private @Nullable String target;

    @Option(
            names = "--forget",
            paramLabel = "ID",
            description = {
                "Forgets one fault, which stays as it is: nothing tries to undo it any more. Nothing else is done.",
                "The id is in the line that says that it could not be undone."
            })
    private @Nullable String forget;

    @Override
    public Integer call() throws Exception {
        Optional<Integer> elsewhere = system.elsewhere(spec());
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        PrintWriter out = spec().commandLine().getOut();
        Names names = names(out);
        DeadRuns dead = new DeadRuns(state.directory(), intent -> BackEnds.undo(intent, names), this::isMeant);
        int code = forget == null ? sweep(dead, names, out) : forget(dead, forget, out);
        out.flush();
        return code;
    }

    private Names names(PrintWriter out) {
        Map<String, String> given = new HashMap<>(system.given());
        given.put("reliability.state", state.directory().toString());
        ExperimentBuilder settings = Reliability.experiment("sweep");
        given.forEach(settings::property);
        try {
            return Names.of(settings.build());
        } catch (PlanException e) {
            // what the journals tell is enough to undo what dead runs left
            out.println(e.getMessage() + "; going on without it");
            return Names.without(given);
        }
    }

    private int forget(DeadRuns dead, String id, PrintWriter out) throws IOException {
        if (target != null) {
            throw new ParameterException(spec().commandLine(), "--forget takes an id and no --target");
        }
        Optional<UndoRecord> forgotten = dead.forget(id);
        if (forgotten.isEmpty()) {
            out.println("No dead run of " + state.directory() + " left anything with the id " + id + ".");
            dead.open().forEach((other, record) -> out.println("Left: " + record.fault() + ", id " + other));
            return 2;
        }
        UndoRecord record = forgotten.get();
        out.println("Forgotten, NOT undone: " + record.fault() + ", at " + record.address());
        out.println("Whatever is still in force there stays until you undo it. The journal told of it:");
        new TreeMap<>(record.data()).forEach((key, value) -> out.println("  " + key + ": " + value));
        out.println("This is kept in " + dead.forgotten());
        return 0;
    }

    private int sweep(DeadRuns dead, Names names, PrintWriter out) throws IOException {
        List<String> left = new ArrayList<>();
        for (DeadRuns.Swept swept : dead.sweep()) {
            report(out, swept.record().fault(), swept.left(), left);
            if (!swept.left().isEmpty()) {
                out.println("  Once it is undone by hand, forget it with: "
                        + Launcher.command(names, "sweep", "--forget", swept.id()));
            }
        }
        if (target != null) {
            Address address = address(target);
            report(out, "what is marked on " + address, sweepMarks(address, names), left);
        }
        out.println(left.isEmpty() ? "Nothing is left." : "Left: " + String.join("; ", left));
        return left.isEmpty() ? 0 : 1;
    }

    private static void report(PrintWriter out, String what, List<String> remains, List<String> left) {
        out.println(remains.isEmpty() ? "Undone: " + what : "NOT undone: " + what + ": " + String.join(", ", remains));
        left.addAll(remains);
    }

    private boolean isMeant(UndoRecord record) {
        return target == null || address(target).equals(record.address());
    }

    private List<String> sweepMarks(Address address, Names names) {
        try {
            return BackEnds.loaded().target(address.scheme()).sweep(address, names.about(address));
        } catch (PlanException e) {
            throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
        } catch (Exception e) {
            return List.of(address + " could not be swept: " + e.getMessage());
        }
    }

    private Address address(String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
