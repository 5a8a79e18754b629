package dev.reliability.internal.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jars are told from those whose classes a class path finds. */
class RepackagedJarsTest {

    @TempDir
    Path directory;

    private Path jar(String name, String... entries) throws IOException {
        Path jar = directory.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (String entry : entries) {
                out.putNextEntry(new JarEntry(entry));
            }
        }
        return jar;
    }

    private static String hint(Path... entries) {
        StringBuilder classPath = new StringBuilder("missing.jar");
        for (Path entry : entries) {
            classPath.append(File.pathSeparator).append(entry);
        }
        return RepackagedJars.hint(classPath.toString(), RepackagedJarsTest.class.getClassLoader())
                .orElse("none");
    }

    @Test
    void theClassesOfAnApplicationAreNotFound() throws IOException {
        Path plain = jar("plain.jar", "shop/Shop.class");
        Path boot = jar("shop.jar", "BOOT-INF/lib/a.jar", "BOOT-INF/classes/shop/", "BOOT-INF/classes/shop/Shop.class");

        assertThat(hint(plain, directory)).isEqualTo("none");
        assertThat(hint(plain, boot))
                .isEqualTo("No class path finds the classes of shop.jar, such as shop.Shop: they lie in its"
                        + " BOOT-INF/classes/, since it was repackaged. Give Failsafe"
                        + " <classesDirectory>${project.build.outputDirectory}</classesDirectory>, or the repackaged jar"
                        + " a <classifier>");
        assertThat(hint(jar("shop.war", "WEB-INF/classes/shop/Web.class"))).contains("shop.Web", "WEB-INF/classes/");
    }

    @Test
    void aJarWhoseClassesAreFoundElsewhereIsNoTrouble() throws IOException {
        String here = RepackagedJarsTest.class.getName().replace('.', '/') + ".class";

        assertThat(hint(jar("own.jar", "BOOT-INF/classes/" + here))).isEqualTo("none");
    }

    @Test
    void theGateIsToldWhereClassesLie() throws IOException {
        assertThat(RepackagedJars.place(directory)).isEmpty();
        assertThat(RepackagedJars.place(jar("plain.jar", "shop/Shop.class"))).isEmpty();
        assertThat(RepackagedJars.place(jar("boot.jar", "BOOT-INF/classes/shop/Shop.class")))
                .contains("BOOT-INF/classes/");
    }

    @Test
    void onlyWhatIsAboutClassesIsExplained() throws IOException {
        String before = System.getProperty("java.class.path");
        System.setProperty(
                "java.class.path",
                jar("shop.jar", "BOOT-INF/classes/shop/Shop.class").toString());
        try {
            assertThat(RepackagedJars.hint(new NoClassDefFoundError("shop/Shop")))
                    .isPresent();
            assertThat(RepackagedJars.hint(new IllegalStateException(new ClassNotFoundException("shop.Shop"))))
                    .isPresent();
            assertThat(RepackagedJars.hint(new IllegalStateException("got NoClassDefFoundError: shop/Shop for 30 s")))
                    .isPresent();
            assertThat(RepackagedJars.hint(ofSpring())).isPresent();
            assertThat(RepackagedJars.hint(new IllegalStateException("the process has ended")))
                    .isEmpty();
        } finally {
            System.setProperty("java.class.path", before);
        }
    }

    private static Throwable ofSpring() {
        IllegalStateException thrown = new IllegalStateException("Unable to find a @SpringBootConfiguration");
        thrown.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.springframework.util.Assert", "state", "Assert.java", 79)
        });
        return thrown;
    }
}
