package dev.reliability.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Each paragraph of the help texts is made of whole sentences: of a command, the list of commands shows the first alone. */
class HelpTextTest {

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTextTest::all));
    }

    @Test
    void everyDescriptionIsWholeSentences() {
        List<String> texts = new ArrayList<>();
        all(Main.commandLine()).forEach(command -> {
            texts.addAll(List.of(command.getCommandSpec().usageMessage().description()));
            command.getCommandSpec().args().forEach(option -> texts.addAll(List.of(option.description())));
        });

        assertThat(texts.stream().map(String::strip))
                .hasSizeGreaterThan(20)
                .allMatch(text -> text.matches("(?s).*\\."));
    }
}
