package dev.reliability.samples.bookstore;

import dev.reliability.aws.emulator.Alarms;
import dev.reliability.aws.emulator.Books;
import dev.reliability.aws.emulator.Checkers;
import dev.reliability.aws.emulator.CloudInABox;
import dev.reliability.aws.emulator.DatabaseBooks;
import dev.reliability.aws.emulator.Evaluation;
import dev.reliability.aws.emulator.Hardware;
import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.Proxy;
import dev.reliability.aws.emulator.StandIn;
import dev.reliability.spi.SharedClients;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HealthCheckConfig;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/**
 * The Bookstore's production in a box. Real are the hosts, their releases, health, database and name server, and what is done to them. The
 * books of instances, schedules, records and health checks are the emulator's; alarms, the database's books and what checkers of Route 53
 * see are told by a stand-in, which looks at the hosts.
 */
final class ProductionBox implements AutoCloseable {

    static final String BLUE = "bookstore-api-blue";
    static final String GREEN = "bookstore-api-green";

    private static final String REGION = "eu-central-1";
    private static final String DATABASE = "bookstore-database";
    private static final List<String> COLOURS = List.of(BLUE, GREEN);
    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final Duration LOOK = Duration.ofMillis(500);

    final Hosts hosts = Hosts.boot(plan -> Releases.install(plan, "1"));
    final Books books = new Books(REGION);
    final StandIn standIn = StandIn.besideMoto();
    final Proxy proxy = new Proxy(URI.create(standIn.url()));
    final Alarms alarms = new Alarms(standIn);
    final Evaluation evaluation = new Evaluation(alarms, PERIOD);
    private final CloudInABox cloud = new CloudInABox(books, proxy, new Machines(), BLUE, GREEN);
    private final String check;
    private final String zone;

    ProductionBox() {
        for (String colour : COLOURS) {
            evaluated(colour, "db", "database");
            evaluated(colour, "cdn", "cdn");
        }
        alarms.add(
                BLUE + "-StatusCheckFailed",
                "Namespace",
                "AWS/EC2",
                "MetricName",
                "StatusCheckFailed",
                "Statistic",
                "Maximum",
                "ComparisonOperator",
                "GreaterThanOrEqualToThreshold",
                "TreatMissingData",
                "breaching");
        evaluation.of(
                BLUE + "-StatusCheckFailed",
                () -> health(BLUE).isPresent() ? OptionalDouble.of(0) : OptionalDouble.empty());
        new DatabaseBooks(standIn).instance("bookstore", true).onFailover(id -> {
            hosts.powerOff(DATABASE);
            hosts.powerOn(DATABASE);
        });
        try (Route53Client records = Route53Client.builder()
                .region(Region.AWS_GLOBAL)
                .endpointOverride(URI.create(standIn.url()))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            check = check(records);
            zone = zone(records);
        }
        new Checkers(standIn)
                .put(
                        check,
                        () -> health(BLUE)
                                        .filter(text -> text.startsWith("200"))
                                        .isPresent()
                                ? 0
                                : Checkers.ALL);
    }

    /** What whoever starts the tests says. */
    Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("AWS_ENDPOINT_URL", proxy.url()),
                Map.entry("AWS_REGION", REGION),
                Map.entry("bookstore.url", "http://bookstore.example"),
                Map.entry("bookstore.resolver", hosts.address(HostsPlan.DNS) + ":53"),
                Map.entry("bookstore.user", "root"),
                Map.entry("bookstore.health-check", check),
                Map.entry("bookstore.zone", zone),
                Map.entry("blue.address", hosts.address(BLUE)),
                Map.entry("green.address", hosts.address(GREEN)),
                Map.entry(
                        "reliability.ssh.config",
                        hosts.plan().sshConfiguration().toString()),
                Map.entry("reliability.profile", "production"),
                Map.entry("reliability.protected", "production"));
    }

    /** The id of a colour's instance. */
    String instance(String colour) {
        return cloud.id(COLOURS.indexOf(colour));
    }

    private void evaluated(String colour, String dependency, String field) {
        String alarm = colour + "-" + dependency + "-connectivity-failed";
        alarms.add(alarm);
        evaluation.of(alarm, () -> health(colour)
                .map(text -> OptionalDouble.of(text.contains("\"" + field + "\":true") ? 1 : 0))
                .orElse(OptionalDouble.empty()));
    }

    /** What a colour says of its health, after the status; empty if it says nothing. */
    private Optional<String> health(String colour) {
        try {
            HttpGet.Response response =
                    HttpGet.get(URI.create("http://" + hosts.address(colour) + "/health"), LOOK, LOOK);
            return Optional.of(
                    response.status() + " " + new String(response.body(), StandardCharsets.UTF_8).replace(" ", ""));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String check(Route53Client records) {
        return records.createHealthCheck(request -> request.callerReference(Moto.unique("check"))
                        .healthCheckConfig(HealthCheckConfig.builder()
                                .type(HealthCheckType.HTTP)
                                .ipAddress(hosts.address(BLUE))
                                .port(80)
                                .resourcePath("/health")
                                .requestInterval(10)
                                .failureThreshold(1)
                                .build()))
                .healthCheck()
                .id();
    }

    private String zone(Route53Client records) {
        String id = records.createHostedZone(
                        request -> request.name("bookstore.example.").callerReference(Moto.unique("zone")))
                .hostedZone()
                .id()
                .replace("/hostedzone/", "");
        records.changeResourceRecordSets(request -> request.hostedZoneId(id)
                .changeBatch(batch -> batch.changes(
                        record(ResourceRecordSetFailover.PRIMARY, BLUE, check),
                        record(ResourceRecordSetFailover.SECONDARY, GREEN, null))));
        return id;
    }

    private Change record(ResourceRecordSetFailover side, String colour, String healthCheck) {
        return Change.builder()
                .action(ChangeAction.CREATE)
                .resourceRecordSet(ResourceRecordSet.builder()
                        .name("bookstore.example.")
                        .type(RRType.A)
                        .ttl(1L)
                        .setIdentifier(side.toString())
                        .failover(side)
                        .resourceRecords(ResourceRecord.builder()
                                .value(hosts.address(colour))
                                .build())
                        .healthCheckId(healthCheck)
                        .build())
                .build();
    }

    private final class Machines implements Hardware {

        @Override
        public String address(int machine) {
            return hosts.address(COLOURS.get(machine));
        }

        @Override
        public void powerOn(int machine) {
            hosts.powerOn(COLOURS.get(machine));
        }

        @Override
        public void powerOff(int machine) {
            hosts.powerOff(COLOURS.get(machine));
        }

        @Override
        public void reboot(int machine) {
            hosts.login(COLOURS.get(machine), "reboot -f");
        }

        @Override
        public void close() {
            hosts.close();
        }
    }

    @Override
    public void close() {
        evaluation.close();
        SharedClients.closeAll();
        proxy.close();
        standIn.close();
        cloud.close();
        books.close();
    }
}
