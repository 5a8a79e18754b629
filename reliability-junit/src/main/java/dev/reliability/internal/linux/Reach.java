package dev.reliability.internal.linux;

import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellResult;
import java.time.Duration;

/** What a TCP connection from a target meets. */
public enum Reach {
    /** It was accepted. */
    CONNECTED,
    /** It was answered with a refusal or an unreachable. */
    REFUSED,
    /** There was no answer in time. */
    SILENT;

    /** Tries a TCP connection from the target itself. */
    public static Reach of(Shell shell, String address, int port, Duration atMost) {
        ShellResult result = shell.run(ShellCommand.script(
                        "timeout \"$3\" bash -c 'exec 3<>\"/dev/tcp/$1/$2\"' probe \"$1\" \"$2\" 2>/dev/null")
                .withArguments(address, Integer.toString(port), Scripts.seconds(atMost))
                .withTimeout(atMost.plusSeconds(10)));
        return switch (result.exitCode()) {
            case 0 -> CONNECTED;
            case 124 -> SILENT;
            default -> REFUSED;
        };
    }
}
