package dev.reliability.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where the witness is started from. */
class WitnessCommandTest {

    /** Loads a class as the launcher of an application does whose jars are packed into one. */
    private static final class Packed extends ClassLoader {

        Class<?> load(Class<?> type, URL from) throws IOException {
            try (InputStream stream = type.getResourceAsStream(type.getName().replaceAll(".*\\.", "") + ".class")) {
                byte[] bytes = stream.readAllBytes();
                return defineClass(
                        type.getName(),
                        bytes,
                        0,
                        bytes.length,
                        new ProtectionDomain(new CodeSource(from, (Certificate[]) null), null));
            }
        }
    }

    @Test
    void whatIsUnpackedForItIsGoneAsSoonAsItRuns() throws IOException, InterruptedException {
        URL place = URI.create("jar:file:/opt/app.jar!/BOOT-INF/lib/reliability-junit.jar!/")
                .toURL();
        List<String> command = WitnessCommand.commandLine(new Packed().load(WitnessMain.class, place));
        Path unpacked = Path.of(command.get(command.size() - 1));
        assertThat(unpacked).isDirectory();

        Process witness = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (Writer commands = witness.outputWriter();
                BufferedReader answers = witness.inputReader()) {
            commands.write("bind 1\n");
            commands.flush();
            assertThat(answers.readLine()).startsWith("1 BOUND ");
            assertThat(Files.exists(unpacked)).isFalse();
        }
        assertThat(witness.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(witness.exitValue()).isZero();
    }

    @Test
    void nothingIsUnpackedWhereTheClassLiesInAFile() {
        assertThat(WitnessCommand.commandLine()).endsWith(WitnessMain.class.getName());
    }
}
