package dev.reliability.samples.bookstore;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Releases of the Bookstore API as the pipeline packs them, and hosts whose blue and green run one from a disk of their own. */
final class Releases {

    /** Where it is on a host. */
    static final String PLACE = "/srv/bookstore";

    static final Path PIPELINE = Path.of("pipeline").toAbsolutePath();

    /** What the API needs of the class path of the tests. */
    private static final List<String> LIBRARIES = List.of("jackson-core-", "HikariCP-", "postgresql-", "slf4j-");

    private Releases() {}

    /** The class path of the API as it is built: the directory of its classes or its jar, and libraries. */
    static List<String> classPath() {
        Path api = Path.of(URI.create(BookstoreApi.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        Stream<Path> libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .filter(entry -> LIBRARIES.stream()
                        .anyMatch(name -> entry.getFileName().toString().startsWith(name)));
        return Stream.concat(Stream.of(api), libraries).map(Path::toString).toList();
    }

    /** Packs a release by the script of the pipeline. */
    static void pack(String version, Path archive) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", PIPELINE.resolve("pack.sh").toString(), version, archive.toString()));
        command.addAll(classPath());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PIPELINE_DIR", archive.getParent().toString());
        if (builder.start().waitFor() != 0) {
            throw new IOException("pack.sh made no " + archive);
        }
    }

    /** Has blue and green run a release from their disks, as hosts do to which it was deployed. */
    static void install(HostsPlan plan, String version) throws IOException, InterruptedException {
        Path archive = plan.directory().resolve("release.tar.gz");
        pack(version, archive);
        for (String api : List.of("bookstore-api-blue", "bookstore-api-green")) {
            Path place = plan.host(api, "disk/bookstore");
            Path release = Files.createDirectories(place.resolve("releases").resolve(version));
            if (new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", release.toString())
                            .inheritIO()
                            .start()
                            .waitFor()
                    != 0) {
                throw new IOException("tar did not unpack " + archive);
            }
            Files.createSymbolicLink(place.resolve("current"), Path.of("releases", version));
            service(plan, api);
        }
    }

    private static void service(HostsPlan plan, String api) throws IOException {
        Map<String, String> environment = Map.of(
                "NAME",
                api,
                "BIND",
                "0.0.0.0",
                "PORT",
                "80",
                "DB",
                "db.bookstore.example:5432",
                "CDN_URL",
                "http://cdn.bookstore.example",
                "HEALTH_INTERVAL",
                "250ms",
                "JAVA",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        StringBuilder script = new StringBuilder();
        environment.forEach((name, value) -> script.append("export ")
                .append(name)
                .append('=')
                .append(HostsPlan.quote(value))
                .append('\n'));
        Files.writeString(
                plan.host(api, "service"), script.append("exec ").append(PLACE).append("/current/bin/bookstore-api\n"));
    }
}
