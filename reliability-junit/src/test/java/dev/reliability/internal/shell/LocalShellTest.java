package dev.reliability.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.linux.Shells;
import dev.reliability.spi.Address;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import dev.reliability.spi.ShellResult;
import dev.reliability.spi.ShellSession;
import dev.reliability.testsystem.GivenSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class LocalShellTest {

    private final LocalShell shell = new LocalShell();

    static List<String> nastyWords() {
        return List.of(
                "",
                " ",
                "plain",
                "two words",
                "$(touch /nowhere/x)",
                "`id`",
                "${HOME}",
                "; false",
                "& | > < * ? [a] {b,c} ~ # !x \\",
                "it's",
                "''",
                "'; exit 9; '",
                "\"quoted\"",
                "back\\slash \\' \\\\ \\n",
                "line\nbreak\r\n\ttab",
                "-n",
                "--",
                "größer → 漢字 🙂",
                "a\u0001b\u007f");
    }

    @ParameterizedTest
    @MethodSource("nastyWords")
    void handsArgumentsOverAsTheyAre(String word) {
        ShellResult result =
                shell.run(ShellCommand.script("printf '[%s]' \"$1\" \"$2\"").withArguments(word, "end"));
        assertThat(result).isEqualTo(new ShellResult(0, "[" + word + "][end]", ""));
    }

    @ParameterizedTest
    @MethodSource("nastyWords")
    void quotesWordsSoThatAnotherShellReadsThemBack(String word) throws Exception {
        String line = Quoting.commandLine(List.of("printf", "[%s]", word, word + "'" + word));
        Process process = new ProcessBuilder("sh", "-c", line).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("[" + word + "][" + word + "'" + word + "]");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void refusesNulCharacters() {
        assertThatThrownBy(() -> Quoting.quote("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ShellCommand.program("echo", "a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsExitCodeOutputAndErrorsApart() {
        ShellResult result =
                shell.run(ShellCommand.script("cat; echo oops >&2; exit 7").withInput("zwölf"));
        assertThat(result).isEqualTo(new ShellResult(7, "zwölf", "oops\n"));
        assertThat(result.succeeded()).isFalse();
    }

    @Test
    void copesWithMoreInputAndOutputThanAPipeHolds() {
        String megabyte = "0123456789abcdef".repeat(65_536);
        assertThat(shell.run(ShellCommand.program("cat").withInput(megabyte)).output())
                .isEqualTo(megabyte);
        assertThat(shell.run(ShellCommand.program("true").withInput(megabyte)).succeeded())
                .isTrue();
    }

    @Test
    void killsWhatDoesNotEndInTimeTogetherWithItsChildren() {
        ShellCommand endless =
                ShellCommand.script("sleep 1234567 & echo \"$!\" >\"$1\"; wait").withTimeout(Duration.ofMillis(500));
        String file = System.getProperty("java.io.tmpdir") + "/rlt-" + System.nanoTime();
        assertThatThrownBy(() -> shell.run(endless.withArguments(file)))
                .isInstanceOfSatisfying(
                        ShellException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
                .hasMessageContaining("host:local did not finish a command within PT0.5S");
        ShellCommand gone = ShellCommand.script("! kill -0 \"$(<\"$1\")\"").withArguments(file);
        await().until(() -> shell.run(gone).succeeded());
        assertThat(shell.run(ShellCommand.program("rm", file)).succeeded()).isTrue();
    }

    @Test
    void aSessionAnswersAndEndsWithItsInput() throws IOException {
        try (ShellSession session =
                shell.start(ShellCommand.script("while read -r l; do echo \"$1$l\"; done; echo over >&2; exit 3")
                        .withArguments("> "))) {
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(session.output(), StandardCharsets.UTF_8));
            session.input().write("one\n".getBytes(StandardCharsets.UTF_8));
            assertThat(answers.readLine()).isEqualTo("> one");
            assertThat(session.waitFor(Duration.ofMillis(1))).isEmpty();
            session.input().close();
            assertThat(session.waitFor(Duration.ofSeconds(10))).hasValue(3);
            await().until(() -> session.errors().equals("over\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "netns:",
                "netns:../x",
                "netns:-x",
                "netns:a b",
                "ssh://",
                "ssh://-oProxyCommand=x",
                "ssh://a;b@c",
                "ssh://u@h:99999",
                "ssh://h/$(x)",
                "telnet:x"
            })
    void refusesAddressesThatCannotBe(String address) {
        assertThatThrownBy(() -> Shells.open(Address.parse(address), new GivenSettings()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsSshAddresses() {
        assertThat(SshAddress.parse("ssh://ubuntu@203.0.113.7:2222"))
                .isEqualTo(new SshAddress("ubuntu", "203.0.113.7", 2222));
        assertThat(SshAddress.parse("ssh://blue"))
                .isEqualTo(new SshAddress(null, "blue", 0))
                .hasToString("ssh://blue");
        assertThat(SshAddress.parse("ssh://u@[fd00::1]:22"))
                .isEqualTo(new SshAddress("u", "fd00::1", 22))
                .hasToString("ssh://u@[fd00::1]:22");
    }

    @Test
    void saysThatANamespaceIsMissing() {
        assertThatThrownBy(() -> Shells.open(Address.parse("netns:rlt-missing"), new GivenSettings())
                        .run(ShellCommand.program("true")))
                .isInstanceOf(ShellException.class)
                .hasMessageContaining("there is no network namespace rlt-missing");
    }
}
