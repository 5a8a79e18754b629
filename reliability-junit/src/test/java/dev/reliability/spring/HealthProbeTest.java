package dev.reliability.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.GenericApplicationContext;

/** The health of an application that is there no more, by an endpoint like that of Spring Boot. */
class HealthProbeTest {

    private static final String ENDPOINT =
            """
            package org.springframework.boot.actuate.health;
            public class HealthEndpoint {
                public record Status(String code) {
                    public String getCode() { return code; }
                }
                public record Health(Status status) {
                    public Status getStatus() { return status; }
                }
                public Health healthForPath(String... path) { return new Health(new Status("UP")); }
            }
            """;

    @TempDir
    Path directory;

    @Test
    @SuppressWarnings("try")
    void anApplicationThatIsClosedIsNotUp() throws IOException, ClassNotFoundException {
        Path source = Files.writeString(directory.resolve("HealthEndpoint.java"), ENDPOINT);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", directory.toString(), source.toString()))
                .isZero();
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {directory.toUri().toURL()});
                GenericApplicationContext application = new GenericApplicationContext()) {
            application.setClassLoader(loader);
            application.registerBean(loader.loadClass("org.springframework.boot.actuate.health.HealthEndpoint"));
            application.refresh();
            try (Probe probe = HealthProbe.of(application)) {
                assertThat(look(probe)).isEqualTo(new Observation(true, "UP", "UP"));
                application.close();
                assertThat(look(probe)).isEqualTo(new Observation(false, "UP", "the application is closed"));
            }
        }
    }

    private static Observation look(Probe probe) {
        return probe.observe(Duration.ofSeconds(10)).toCompletableFuture().join();
    }
}
