package dev.reliability.aws;

import dev.reliability.aws.emulator.Books;
import dev.reliability.aws.emulator.Proxy;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Other JVMs on the same books. */
final class Controllers {

    private Controllers() {}

    /** Starts a run that stops an instance and keeps it down until it is killed. */
    static Process start(Proxy proxy, Books books, String target, String state) throws IOException {
        return java(proxy, books, "dev.reliability.aws.ControllerMain", proxy.url(), books.region(), target, state)
                .redirectOutput(Redirect.DISCARD)
                .start();
    }

    /** Starts the command line of the library. */
    static Process command(Proxy proxy, Books books, String... arguments) throws IOException {
        return java(proxy, books, "dev.reliability.internal.cli.Main", arguments)
                .start();
    }

    static ProcessBuilder java(Proxy proxy, Books books, String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Daws.accessKeyId=testing",
                "-Daws.secretAccessKey=testing",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("AWS_ENDPOINT_URL", proxy.url());
        builder.environment().put("AWS_REGION", books.region());
        return builder;
    }
}
