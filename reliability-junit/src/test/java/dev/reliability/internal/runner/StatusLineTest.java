package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is waited for is written over on a terminal, and a line of its own elsewhere. */
class StatusLineTest {

    private final StringWriter screen = new StringWriter();
    private final List<String> lines = new ArrayList<>();

    private StatusLine terminal(String kind) {
        return new StatusLine(Optional.of(new PrintWriter(screen)), kind);
    }

    @Test
    void onATerminalItIsWrittenOverAndGoneBeforeAnythingElseIsShown() {
        StatusLine line = terminal("xterm-256color");
        line.show("first", () -> lines.add("never"));
        line.show("second", () -> lines.add("never"));
        assertThat(screen).hasToString("\r\u001b[2K\u001b[?7lfirst\u001b[?7h\r\u001b[2K\u001b[?7lsecond\u001b[?7h");
        screen.getBuffer().setLength(0);
        line.line(() -> lines.add(screen + "|event"));
        line.line(() -> lines.add("another"));
        line.clear();
        assertThat(lines).containsExactly("\r\u001b[2K|event", "another");
        assertThat(screen).hasToString("\r\u001b[2K");
        assertThat(line.interval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatOthersWroteMovesNoCursor() {
        terminal("xterm").show("a\nb\u001b[2Jc", () -> {});
        assertThat(screen).hasToString("\r\u001b[2K\u001b[?7la b [2Jc\u001b[?7h");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "dumb"})
    void aTerminalThatMovesNoCursorGetsLines(String kind) {
        StatusLine line = terminal(kind);
        line.show("text", () -> lines.add("shown"));
        line.line(() -> lines.add("event"));
        line.clear();
        assertThat(lines).containsExactly("shown", "event");
        assertThat(screen.toString()).isEmpty();
        assertThat(line.interval()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void withoutATerminalThereAreLines() {
        StatusLine line = new StatusLine(Optional.empty(), "xterm");
        line.show("text", () -> lines.add("shown"));
        assertThat(lines).containsExactly("shown");
        assertThat(line.interval()).isEqualTo(Duration.ofSeconds(10));
    }
}
