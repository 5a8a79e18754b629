package dev.reliability.samples.bookstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the hosts of the Bookstore are: their addresses in a network that is never routed, what runs on each, and how names
 * are resolved there. Written as the directory that {@code lab.sh} boots.
 *
 * @param directory of the lab
 * @param number of the network 198.18.NUMBER.0/24, which is reserved for tests of networks
 */
record HostsPlan(Path directory, int number) {

    static final String DNS = "dns";
    static final List<String> WITH_SSH =
            List.of("bookstore-api-blue", "bookstore-api-green", "bookstore-database", "bookstore-cdn");

    private static final Map<String, String> INTERFACES = Map.of(
            "bookstore-api-blue",
            "blue",
            "bookstore-api-green",
            "green",
            "bookstore-database",
            "database",
            "bookstore-cdn",
            "cdn",
            DNS,
            DNS);
    private static final Map<String, Integer> LAST_BYTES = Map.of(
            "bookstore-api-blue",
            11,
            "bookstore-api-green",
            12,
            "bookstore-database",
            21,
            "bookstore-cdn",
            31,
            DNS,
            53);
    /** Of the CDN's host, but nothing that the Bookstore needs: what an attack spares. */
    private static final int SPARED = 32;

    private static final int CDN_POOL = 4;
    private static final List<String> REPLACED_PLACES = List.of("/tmp", "/run", "/var/run", "/var/log", "/dev/shm");

    String address(String host) {
        return address(LAST_BYTES.get(host));
    }

    /** The addresses among which {@code cdn.bookstore.example} rotates, in both families where the machine has both. */
    List<String> cdnPool() {
        Stream<String> v6 = Files.exists(Path.of("/proc/net/if_inet6"))
                ? IntStream.rangeClosed(101, 100 + CDN_POOL).mapToObj(last -> address6(Integer.toString(last)))
                : Stream.empty();
        return Stream.concat(IntStream.rangeClosed(101, 100 + CDN_POOL).mapToObj(this::address), v6)
                .sorted()
                .toList();
    }

    /** Client configuration with which the OpenSSH client of this machine gets into the hosts. */
    Path sshConfiguration() {
        return directory.resolve("ssh_config");
    }

    /** What starts a host that was shut down: {@code power-on NAME}. */
    Path powerButton() {
        return directory.resolve("power-on");
    }

    /** The directory of a host, by the name of its network namespace without {@code rl-}. */
    static String shortName(String host) {
        return INTERFACES.get(host);
    }

    /** How {@code bookstore.example} is answered. */
    enum FrontDoor {
        /** Green while blue is not healthy. */
        FAILOVER("LUA A \"ifurlup('http://bookstore.example/health', {{'%1$s'}, {'%2$s'}}, {timeout=1})\""),
        /** Blue, whatever its health says. */
        WITHOUT_HEALTH_CHECK("A %1$s"),
        /** Blue, which has no other side. */
        WITHOUT_SECOND_SIDE("LUA A \"ifurlup('http://bookstore.example/health', {{'%1$s'}}, {timeout=1})\"");

        private final String record;

        FrontDoor(String record) {
            this.record = record;
        }
    }

    void write() throws IOException, InterruptedException {
        for (String script : List.of("lab.sh", "host.sh", "power-on")) {
            try (var stream = HostsPlan.class.getResourceAsStream("hosts/" + script)) {
                Files.copy(stream, directory.resolve(script));
            }
        }
        powerButton().toFile().setExecutable(true);
        key("key");
        Files.writeString(
                sshConfiguration(),
                """
                Host 198.18.%1$d.*
                  IdentityFile %2$s/key
                  IdentitiesOnly yes
                  UserKnownHostsFile %2$s/known_hosts
                  GlobalKnownHostsFile /dev/null
                """
                        .formatted(number, directory));
        for (String host : INTERFACES.keySet()) {
            Files.createDirectories(host(host, "etc"));
            writeHost(host);
        }
        StringBuilder known = new StringBuilder();
        for (String host : WITH_SSH) {
            known.append(address(host)).append(' ').append(writeSshServer(host));
        }
        Files.writeString(directory.resolve("known_hosts"), known);
        writeNames();
        service(
                "bookstore-database",
                withFreshNames(BookstoreCommand.database(5432).with("LISTEN", "*")));
        service("bookstore-cdn", BookstoreCommand.cdn("0.0.0.0", 80));
        for (String api : List.of("bookstore-api-blue", "bookstore-api-green")) {
            service(
                    api,
                    withFreshNames(BookstoreCommand.api(
                                    api, "0.0.0.0", 80, "db.bookstore.example:5432", "http://cdn.bookstore.example")
                            .with("HEALTH_INTERVAL", "250ms")));
        }
    }

    private void writeHost(String host) throws IOException {
        List<String> addresses = new ArrayList<>(List.of(LAST_BYTES.get(host).toString()));
        if (host.equals("bookstore-cdn")) {
            addresses.add(Integer.toString(SPARED));
            IntStream.rangeClosed(1, CDN_POOL).forEach(i -> addresses.add(Integer.toString(100 + i)));
        }
        Files.write(
                host(host, "addresses"),
                addresses.stream()
                        .flatMap(last -> Stream.of("198.18." + number + "." + last + "/24", address6(last) + "/64"))
                        .toList());
        Stream<String> classPath = Stream.of(
                        System.getProperty("java.class.path").split(":", -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString());
        Files.write(
                host(host, "needs"),
                Stream.concat(Stream.of(host(host, "").toString()), classPath)
                        .filter(path -> REPLACED_PLACES.stream().anyMatch(place -> path.startsWith(place + "/")))
                        .filter(path -> Files.exists(Path.of(path)))
                        .distinct()
                        .toList());
        Files.writeString(host(host, "etc/hosts"), "127.0.0.1 localhost\n::1 localhost\n");
        Files.writeString(host(host, "etc/hostname"), host + "\n");
        Files.writeString(
                host(host, "etc/resolv.conf"), "nameserver " + address(DNS) + "\noptions timeout:1 attempts:2\n");
        Files.writeString(
                host(host, "etc/nsswitch.conf"), "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n");
        // start-up files in the home of the machine's root must not run at each login
        Files.write(
                host(host, "etc/passwd"),
                Files.readAllLines(Path.of("/etc/passwd")).stream()
                        .map(line -> line.startsWith("root:") ? "root:x:0:0:root:/run/root:/bin/bash" : line)
                        .toList());
    }

    private String writeSshServer(String host) throws IOException, InterruptedException {
        key("hosts/" + shortName(host) + "/host_key");
        Files.copy(directory.resolve("key.pub"), host(host, "authorized_keys"));
        Files.writeString(
                host(host, "sshd_config"),
                """
                Port 22
                HostKey %1$s/host_key
                AuthorizedKeysFile %1$s/authorized_keys
                StrictModes no
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                UsePAM no
                PidFile none
                """
                        .formatted(host(host, "")));
        return Files.readString(host(host, "host_key.pub"));
    }

    /** PowerDNS looks at the health of both colours each second, as Route 53 does, and lets the CDN's name rotate. */
    private void writeNames() throws IOException {
        Files.writeString(
                host(DNS, "pdns.conf"),
                """
                launch=bind
                bind-config=%1$s/named.conf
                local-address=%2$s
                enable-lua-records=yes
                lua-health-checks-interval=1
                cache-ttl=0
                query-cache-ttl=0
                negquery-cache-ttl=0
                zone-cache-refresh-interval=0
                socket-dir=/run
                disable-syslog=yes
                security-poll-suffix=
                """
                        .formatted(host(DNS, ""), address(DNS)));
        Files.writeString(
                host(DNS, "named.conf"),
                Stream.of("bookstore.example", "gremlin.com")
                        .map(zone -> "zone \"%s\" { type master; file \"%s\"; };\n"
                                .formatted(zone, host(DNS, zone + ".zone")))
                        .collect(Collectors.joining()));
        answerBy(FrontDoor.FAILOVER);
        Files.writeString(
                host(DNS, "gremlin.com.zone"),
                """
                @ 1 IN SOA ns.bookstore.example. admin.bookstore.example. 1 60 60 60 1
                @ 1 IN NS ns.bookstore.example.
                api 1 IN A %s
                """
                        .formatted(address(SPARED)));
        Files.writeString(
                host(DNS, "service"),
                "exec pdns_server --daemon=no --guardian=no --config-dir=" + host(DNS, "") + "\n");
    }

    /** Says how the Bookstore's name is answered once the name server is started. */
    void answerBy(FrontDoor how) throws IOException {
        Files.writeString(
                host(DNS, "bookstore.example.zone"),
                """
                @ 1 IN SOA ns.bookstore.example. admin.bookstore.example. 1 60 60 60 1
                @ 1 IN NS ns.bookstore.example.
                ns 1 IN A %1$s
                @ 1 IN %2$s
                db 1 IN A %3$s
                db 1 IN AAAA %4$s
                cdn 1 IN LUA A "%5$s"
                cdn 1 IN LUA AAAA "%6$s"
                """
                        .formatted(
                                address(DNS),
                                how.record.formatted(address("bookstore-api-blue"), address("bookstore-api-green")),
                                address("bookstore-database"),
                                address6(LAST_BYTES.get("bookstore-database").toString()),
                                rotating("198.18." + number + "."),
                                rotating(address6(""))));
    }

    /** Two addresses of the pool, others after two seconds. */
    private static String rotating(String prefix) {
        return ("; local turn = math.floor(os.time() / 2) local function one(i)"
                        + " return '%s' .. (101 + (turn + i) %% %d) end return {one(0), one(1)}")
                .formatted(prefix, CDN_POOL);
    }

    /** Java keeps addresses for 30 s, which would hide that they rotate. */
    private static BookstoreCommand withFreshNames(BookstoreCommand command) {
        List<String> words = new ArrayList<>(command.command());
        words.add(1, "-Dsun.net.inetaddr.ttl=1");
        return new BookstoreCommand(words, command.environment());
    }

    private void service(String host, BookstoreCommand command) throws IOException {
        StringBuilder script = new StringBuilder();
        new LinkedHashMap<>(command.environment()).forEach((name, value) -> script.append("export ")
                .append(name)
                .append('=')
                .append(quote(value))
                .append('\n'));
        script.append("exec ")
                .append(command.command().stream().map(HostsPlan::quote).collect(Collectors.joining(" ")))
                .append('\n');
        Files.writeString(host(host, "service"), script);
    }

    static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private void key(String file) throws IOException, InterruptedException {
        Process keygen = new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        "",
                        "-f",
                        directory.resolve(file).toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (keygen.waitFor() != 0) {
            throw new IOException("ssh-keygen made no " + file);
        }
    }

    Path host(String host, String file) {
        return directory.resolve("hosts").resolve(shortName(host)).resolve(file);
    }

    private String address(int last) {
        return "198.18." + number + "." + last;
    }

    private String address6(String last) {
        return "fd62:6f6f:6b73:" + number + "::" + last;
    }
}
