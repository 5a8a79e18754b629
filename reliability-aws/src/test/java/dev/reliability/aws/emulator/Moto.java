package dev.reliability.aws.emulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The emulator moto: it keeps the books of AWS, and nothing behind them. One server for each JVM, which ends with it; another one is
 * used where {@code MOTO_URL} names it. {@code .ci/fetch-moto} gets it.
 */
public final class Moto {

    /** The account that it plays. */
    public static final String ACCOUNT = "123456789012";

    private static final String PROGRAM =
            """
            import os, sys, threading
            def end():
                sys.stdin.read()
                os._exit(0)
            threading.Thread(target=end, daemon=True).start()
            from moto.server import DomainDispatcherApplication, create_backend_app
            from werkzeug.serving import make_server, WSGIRequestHandler
            WSGIRequestHandler.protocol_version = 'HTTP/1.1'
            server = make_server('127.0.0.1', 0, DomainDispatcherApplication(create_backend_app), threaded=True)
            print(server.server_port, flush=True)
            server.serve_forever()
            """;

    private static final Path LIBRARIES = Path.of("root", "usr", "lib", "python3", "dist-packages");
    private static final AtomicInteger REGIONS = new AtomicInteger();

    private static URI url;
    private static Process server;

    static {
        // what the emulator takes for anybody
        System.setProperty("aws.accessKeyId", "testing");
        System.setProperty("aws.secretAccessKey", "testing");
        System.setProperty("aws.disableEc2Metadata", "true");
    }

    private Moto() {}

    static Optional<String> missing() {
        return System.getenv("MOTO_URL") != null || Files.isDirectory(home().resolve(LIBRARIES))
                ? Optional.empty()
                : Optional.of("the emulator moto (.ci/fetch-moto)");
    }

    private static Path home() {
        String caches = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        return Path.of(System.getenv().getOrDefault("MOTO_HOME", caches + "/moto"));
    }

    /** Returns where it listens; started at the first call. */
    public static synchronized URI url() {
        if (url == null) {
            String given = System.getenv("MOTO_URL");
            url = given != null ? URI.create(given) : start();
        }
        return url;
    }

    private static URI start() {
        try {
            ProcessBuilder python = new ProcessBuilder("/usr/bin/python3", "-c", PROGRAM);
            python.environment().put("PYTHONPATH", home().resolve(LIBRARIES).toString());
            python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            python.environment().put("MOTO_ACCOUNT_ID", ACCOUNT);
            // its own keys; nothing is asked of anybody else
            python.environment().put("AWS_ACCESS_KEY_ID", "testing");
            python.environment().put("AWS_SECRET_ACCESS_KEY", "testing");
            python.redirectError(Files.createTempFile("moto", ".log").toFile());
            server = python.start();
            String port = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (port == null) {
                throw new IllegalStateException("moto did not start");
            }
            return URI.create("http://127.0.0.1:" + port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the name of a region that no other test uses, so that none sees what another left in the books. */
    public static String region() {
        String[] regions = {
            "eu-central-1",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "eu-north-1",
            "us-east-1",
            "us-east-2",
            "us-west-2",
            "ap-south-1",
            "ap-southeast-1",
            "ap-southeast-2"
        };
        return regions[Math.floorMod(REGIONS.getAndIncrement(), regions.length)];
    }

    /** Returns a name that no other test uses. */
    public static String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
