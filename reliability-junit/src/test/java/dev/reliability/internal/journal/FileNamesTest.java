package dev.reliability.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"pays[1]", "shop.CheckoutIT$AtNight", "a customer pays[12]", "(pays)_-"})
    void namesThatFitStayAsTheyAre(String name) {
        assertThat(FileNames.of(name)).isEqualTo(name);
    }

    @Test
    void longOnesAreCutAndStillToldApart() {
        String one = "x".repeat(250) + "one[1]";
        String other = "x".repeat(250) + "other[1]";

        assertThat(FileNames.of(one))
                .hasSizeLessThanOrEqualTo(200)
                .startsWith("xxx")
                .isNotEqualTo(FileNames.of(other));
        assertThat(FileNames.of("\u20ac".repeat(70)).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void partsArePartsOfAPath() {
        assertThat(FileNames.resolve(Path.of("reports"), "shop.IT/pays[1]"))
                .isEqualTo(Path.of("reports", "shop.IT", "pays[1]"));
        assertThat(FileNames.of("nul\0byte[1]")).matches("nul-byte\\[1\\]~[0-9a-f]{1,8}");
    }

    /** Prints what a JVM makes of a name that its file system cannot encode. */
    public static void main(String[] arguments) {
        System.out.println(FileNames.of("k\u00e4ufer[1]"));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the encoding of file names is set by the environment")
    void whatTheFileSystemCannotEncodeIsReplaced() throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FileNamesTest.class.getName());
        java.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        java.environment().put("LC_ALL", "C");
        java.redirectErrorStream(true);
        Process process = java.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said).matches("k-ufer\\[1\\]~[0-9a-f]{1,8}");
    }
}
