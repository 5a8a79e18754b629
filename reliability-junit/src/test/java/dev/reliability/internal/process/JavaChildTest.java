package dev.reliability.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import org.junit.jupiter.api.Test;

/** Where a process of its own is started from. */
class JavaChildTest {

    /** Loads a class as the launcher of an application does whose jars are packed into one. */
    private static final class Packed extends ClassLoader {

        Class<?> load(Class<?> type, URL from) throws IOException {
            try (InputStream stream =
                    type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
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
    void aClassThatIsAFileIsStartedFromThere() {
        assertThat(JavaChild.command(CpuBurner.class, "1"))
                .containsSubsequence("-cp", CpuBurner.class.getName(), "1")
                .noneMatch(String::isBlank);
    }

    @Test
    void aClassOfAJarInsideOfAJarCannotBeStarted() throws IOException {
        URL place = URI.create("jar:file:/opt/app.jar!/BOOT-INF/lib/reliability-junit.jar!/")
                .toURL();
        Class<?> burner = new Packed().load(CpuBurner.class, place);

        assertThatIllegalStateException()
                .isThrownBy(() -> JavaChild.command(burner, "1"))
                .withMessageStartingWith("the library lies in a jar inside of another one (" + place
                        + "), from which no" + " process of its own can be started")
                .withMessageContaining("jar xf application.jar");
    }
}
