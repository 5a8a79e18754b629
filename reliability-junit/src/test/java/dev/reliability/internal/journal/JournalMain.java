package dev.reliability.internal.journal;

import dev.reliability.spi.Address;
import dev.reliability.spi.UndoRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Another JVM: {@code intend DIR} begins a run and waits, {@code sweep DIR} sweeps, {@code lock DIR TARGET} takes a target. */
@SuppressWarnings("try")
final class JournalMain {

    private JournalMain() {}

    @SuppressWarnings("try")
    public static void main(String[] arguments) throws Exception {
        Path state = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "intend" -> {
                IntentJournal journal = IntentJournal.begin(state, "the other run");
                UndoRecord record = new UndoRecord("fault of blue", Address.parse("process:1"), Map.of("key", "value"));
                journal.intend(new Intent(record, "blue", Map.of()));
                System.out.println("ready");
                System.in.read();
            }
            case "sweep" ->
                System.out.println("swept "
                        + new DeadRuns(state, record -> List.of()).sweep().size());
            default -> {
                try (TargetLocks locks = TargetLocks.take(state, List.of(arguments[2]), "the other run")) {
                    System.out.println("ready");
                    System.in.read();
                } catch (TargetLocks.HeldException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    static Process start(String... arguments) throws java.io.IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                JournalMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
