package dev.reliability.local;

import dev.reliability.internal.process.GuardClient;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A test JVM that starts a process with a grandchild and a daemon, and then ends in the way that it was told. */
public final class DoomedJvm {

    private DoomedJvm() {}

    public static void main(String[] args) throws Exception {
        String script = "echo root=$$; sleep 300 & echo child=$!; "
                + (args[0].equals("frozen")
                        ? ""
                        : "(setsid sh -c 'trap : TERM HUP; echo daemon=$$; while :; do sleep 1; done' &); ")
                + "echo ready; wait";
        ManagedProcess process = ManagedProcess.command("sh", "-c", script)
                .readyWhen("log:^ready$")
                .build();
        if (args[0].equals("race")) {
            System.out.println("starting");
            process.start();
            System.in.read();
        }
        process.start();
        spinUntil(() -> args[0].equals("frozen") || process.output().contains("daemon="));
        System.out.print(process.output());
        System.out.println("guard=" + GuardClient.shared().pid().orElseThrow());
        System.out.println("started");
        switch (args[0]) {
            case "exit" -> System.exit(0);
            case "halt" -> Runtime.getRuntime().halt(1);
            case "frozen" -> process.freeze();
            case "unguarded" -> replaceGuard();
            default -> {}
        }
        System.out.println("done");
        System.in.read();
    }

    private static void replaceGuard() {
        long first = GuardClient.shared().pid().orElseThrow();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        spinUntil(() -> GuardClient.shared().pid().orElse(first) != first);
    }

    private static void spinUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                System.out.println("gave up waiting");
                Runtime.getRuntime().halt(2);
            }
            Thread.onSpinWait();
        }
    }
}
