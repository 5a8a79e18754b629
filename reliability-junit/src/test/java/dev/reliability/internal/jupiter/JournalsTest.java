package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.junit.SteadyStateProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

class JournalsTest {

    @TempDir
    private Path directory;

    @ExtendWith(ReliabilityExtension.class)
    abstract static class Shop {

        @SteadyStateProbe(every = "10ms")
        boolean isOpen() {
            return true;
        }

        @Nested
        class Cart {

            @Test
            void fills() {}
        }
    }

    static class Blue extends Shop {}

    static class Green extends Shop {}

    @Test
    void nestedClassesThatSubclassesInheritHaveJournalsOfTheirOwn() {
        Kit.assertAllPass(Kit.run(directory, Blue.class, Green.class), 2);
        assertThat(journal(Blue.class)).exists();
        assertThat(journal(Green.class)).exists();
    }

    @ExtendWith(ReliabilityExtension.class)
    static class Named {

        @SteadyStateProbe(every = "10ms")
        boolean isOpen() {
            return true;
        }

        @Test
        void
                aVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongName() {}

        @Test
        void
                aVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameVeryLongNameAgain() {}
    }

    @Test
    void methodsOfAnyLengthHaveJournalsOfTheirOwn() throws IOException {
        Kit.assertAllPass(Kit.run(directory, Named.class), 2);
        try (Stream<Path> journals = Files.list(directory.resolve("reports").resolve(Named.class.getName()))) {
            assertThat(journals).hasSize(2).allSatisfy(journal -> {
                assertThat(journal.getFileName().toString()).hasSizeLessThanOrEqualTo(200);
                assertThat(journal.resolve("journal.json")).isNotEmptyFile();
            });
        }
    }

    private Path journal(Class<?> shop) {
        return directory.resolve("reports").resolve(shop.getName() + "$Cart").resolve("fills[1]/journal.json");
    }
}
