package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.aws.emulator.CachingResolver;
import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.NameServers;
import dev.reliability.aws.emulator.NeedsNameServers;
import dev.reliability.aws.emulator.OnStandIn;
import dev.reliability.aws.emulator.StandIn;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.spi.Address;
import dev.reliability.spi.Floor;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Signal;
import dev.reliability.spi.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/**
 * A name that moves. The zone is in the books of the emulator, what checkers see is told by a stand-in; its two name servers are real ones
 * of PowerDNS, which move when a test tells them, and a resolver keeps their answers.
 */
@NeedsNameServers
class RecordSignalTest extends OnStandIn {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String BLUE = "198.51.100.1";
    private static final String GREEN = "198.51.100.2";
    private static final long TTL = 2;

    private final String name = Moto.unique("books") + ".example";
    private final NameServers servers = new NameServers(2, name, TTL, BLUE);
    private final CachingResolver resolver = new CachingResolver(servers.address(1), Duration.ofSeconds(TTL));
    private final Route53Client books = Route53Client.builder()
            .region(Region.AWS_GLOBAL)
            .endpointOverride(URI.create(standIn.url()))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    private final String check = books.createHealthCheck(request -> request.callerReference(name)
                    .healthCheckConfig(config -> config.type(HealthCheckType.TCP)
                            .ipAddress("192.0.2.10")
                            .port(80)
                            .requestInterval(10)
                            .failureThreshold(1)))
            .healthCheck()
            .id();
    private final String zone = zone();
    private volatile Instant failingSince;

    RecordSignalTest() {
        super(StandIn.besideMoto());
        standIn.on("GET /2013-04-01/healthcheck/*/status", call -> observations("GetHealthCheckStatus"));
        standIn.on(
                "GET /2013-04-01/healthcheck/*/lastfailurereason",
                call -> observations("GetHealthCheckLastFailureReason"));
        standIn.on("GET /2013-04-01/hostedzone/*", call -> hostedZone(servers.address(0), servers.address(1)));
    }

    @AfterEach
    void close() {
        books.close();
        resolver.close();
        servers.close();
    }

    private String zone() {
        String id = books.createHostedZone(request -> request.name(name + ".").callerReference(name))
                .hostedZone()
                .id()
                .replace("/hostedzone/", "");
        books.changeResourceRecordSets(request -> request.hostedZoneId(id)
                .changeBatch(batch -> batch.changes(
                        record(ResourceRecordSetFailover.PRIMARY, BLUE),
                        record(ResourceRecordSetFailover.SECONDARY, GREEN))));
        return id;
    }

    private Change record(ResourceRecordSetFailover side, String address) {
        return Change.builder()
                .action(ChangeAction.CREATE)
                .resourceRecordSet(ResourceRecordSet.builder()
                        .name(name + ".")
                        .type(RRType.A)
                        .ttl(TTL)
                        .setIdentifier(side.toString())
                        .failover(side)
                        .healthCheckId(side == ResourceRecordSetFailover.PRIMARY ? check : null)
                        .resourceRecords(ResourceRecord.builder().value(address).build())
                        .build())
                .build();
    }

    private StandIn.Answer hostedZone(String... nameServers) {
        return new StandIn.Answer(
                200,
                "<GetHostedZoneResponse><HostedZone><Id>/hostedzone/" + zone + "</Id><Name>" + name
                        + ".</Name><CallerReference>c</CallerReference></HostedZone><DelegationSet><NameServers>"
                        + List.of(nameServers).stream()
                                .map(server -> "<NameServer>" + server + "</NameServer>")
                                .collect(Collectors.joining())
                        + "</NameServers></DelegationSet></GetHostedZoneResponse>");
    }

    private StandIn.Answer observations(String action) {
        return new StandIn.Answer(
                200,
                "<" + action + "Response><HealthCheckObservations>"
                        + IntStream.range(0, action.endsWith("Status") || failingSince != null ? 16 : 0)
                                .mapToObj(
                                        i -> "<HealthCheckObservation><Region>us-east-1</Region><IPAddress>192.0.2." + i
                                                + "</IPAddress><StatusReport><Status>"
                                                + (failingSince != null
                                                        ? "Failure: no connection"
                                                        : "Success: HTTP Status Code 200, OK")
                                                + "</Status><CheckedTime>" + Instant.now()
                                                + "</CheckedTime></StatusReport></HealthCheckObservation>")
                                .collect(Collectors.joining())
                        + "</HealthCheckObservations></" + action + "Response>");
    }

    private Signal signal(String address) {
        return new AwsSignalProvider().signal("signal", Address.parse(address), standIn.context(REGION));
    }

    @Test
    void aMoveIsToldFromTheHealthCheckToTheClients() {
        ExperimentResult result = experiment()
                .property("target.blue.identity", BLUE)
                .property("target.green.identity", GREEN)
                .expect(FailoverSpec.of("route53:" + name + "@" + resolver.address(), "blue", "green", "2m"))
                .evaluate(() -> {
                    failingSince = Instant.now();
                    String status = "GET /2013-04-01/healthcheck/" + check + "/status";
                    int before = standIn.calls(status).size();
                    // the second call from now on comes after the first one was answered
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> standIn.calls(status).size() >= before + 2);
                    servers.publish(0, GREEN);
                    servers.publish(1, GREEN);
                });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(result.failovers()).singleElement().satisfies(moved -> {
            assertThat(moved.error()).isLessThan(Duration.ofSeconds(TTL));
            assertThat(moved.details()).containsEntry("ttl", TTL).containsKey("floor");
            List<Map<String, Object>> steps = steps(moved.details().get("steps"));
            assertThat(steps).extracting(step -> step.get("phase")).contains("detect", "decide", "publish", "client");
            assertThat(steps).allSatisfy(step -> assertThat(((Number) step.get("error")).doubleValue())
                    .as("%s", step)
                    .isBetween(0.0, 5.0));
            assertThat(steps)
                    .extracting(step -> String.valueOf(step.get("what")))
                    .contains(
                            "name server " + servers.address(0) + " answered " + GREEN + " in place of " + BLUE,
                            "name server " + servers.address(1) + " answered " + GREEN + " in place of " + BLUE,
                            "resolver " + resolver.address() + " answered " + GREEN + " in place of " + BLUE,
                            "health check " + check + " answered " + GREEN + " in place of " + BLUE);
        });
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> steps(Object steps) {
        return (List<Map<String, Object>>) steps;
    }

    @Test
    void aMoveIsOverWhenEveryNameServerHasIt() throws Exception {
        Signal signal = signal("route53:" + name);
        assertThat(signal.read(TIMEOUT).identities()).containsExactly(BLUE);
        servers.publish(1, GREEN);
        assertThat(signal.read(TIMEOUT).identities()).containsExactlyInAnyOrder(BLUE, GREEN);
        servers.publish(0, GREEN);
        assertThat(signal.read(TIMEOUT).identities()).containsExactly(GREEN);
        assertThat(signal.history(Instant.now().minusSeconds(60)))
                .extracting(Step::phase)
                .containsExactly("publish", "publish");
        signal.close();
    }

    @Test
    void clientsSeeItLaterThanTheNameServersAnswerIt() throws Exception {
        Signal signal = signal("route53:" + name + "@" + resolver.address());
        assertThat(signal.read(TIMEOUT).identities()).containsExactly(BLUE);
        servers.publish(0, GREEN);
        servers.publish(1, GREEN);
        Signal.Reading reading = signal.read(TIMEOUT);
        assertThat(reading.identities()).as("the resolver keeps it").containsExactly(BLUE);
        assertThat(reading.details()).containsEntry("name server " + servers.address(0), GREEN);
        await().until(() -> signal.read(TIMEOUT).identities(), List.of(GREEN)::containsAll);
        signal.close();
    }

    @Test
    void aNameServerThatIsDownIsToldAndNoneThatAnswersIsNoAnswer() throws Exception {
        Signal signal = signal("route53:" + name);
        servers.stop(1);
        Signal.Reading reading = signal.read(Duration.ofSeconds(1));
        assertThat(reading.identities()).containsExactly(BLUE);
        assertThat(reading.details()).containsEntry("silent", List.of("name server " + servers.address(1)));
        servers.stop(0);
        assertThatThrownBy(() -> signal.read(Duration.ofSeconds(1)))
                .hasMessage("no answer from name server " + servers.address(0) + ", name server " + servers.address(1));
        signal.close();
    }

    @Test
    void aResolverKeepsAnAnswerForItsTimeToLive() {
        Floor published = signal("route53:" + name).floor(List.of()).orElseThrow();
        Floor seen = signal("route53:" + name + "@" + resolver.address())
                .floor(List.of())
                .orElseThrow();
        assertThat(seen.least()).isEqualTo(published.least());
        assertThat(seen.likely()).isEqualTo(published.likely().plusSeconds(TTL));
    }

    @Test
    void needsTheRightsThatItUses() throws Exception {
        int before = standIn.actions().size();
        Signal signal = signal("route53:" + name);
        signal.read(TIMEOUT);
        await().until(() -> standIn.actions().contains("GET /2013-04-01/healthcheck/" + check + "/status"));
        signal.history(Instant.now());
        assertThat(signal.rights().stream()
                        .map(right -> right.action() + " " + right.on())
                        .distinct()
                        .sorted())
                .containsExactly(
                        "route53:GetHealthCheck arn:aws:route53:::healthcheck/" + check,
                        "route53:GetHealthCheckLastFailureReason arn:aws:route53:::healthcheck/" + check,
                        "route53:GetHealthCheckStatus arn:aws:route53:::healthcheck/" + check,
                        "route53:GetHostedZone arn:aws:route53:::hostedzone/" + zone,
                        "route53:ListHostedZones *",
                        "route53:ListResourceRecordSets arn:aws:route53:::hostedzone/" + zone,
                        "sts:GetCallerIdentity *");
        assertThat(standIn.actions().subList(before, standIn.actions().size()).stream()
                        .distinct()
                        .sorted())
                .containsExactly(
                        "GET /2013-04-01/healthcheck/" + check,
                        "GET /2013-04-01/healthcheck/" + check + "/lastfailurereason",
                        "GET /2013-04-01/healthcheck/" + check + "/status",
                        "GET /2013-04-01/hostedzone",
                        "GET /2013-04-01/hostedzone/" + zone,
                        "GET /2013-04-01/hostedzone/" + zone + "/rrset",
                        "GetCallerIdentity");
        signal.close();
    }

    @Test
    void refusesAZoneThatIsNotOurs() {
        assertThatThrownBy(() -> signal("route53:shop.elsewhere.test"))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("the zone of shop.elsewhere.test is not in account 123456789012, which has ")
                .hasMessageContaining(name)
                .hasMessageEndingWith(": ask the name servers alone with dns:shop.elsewhere.test");
        assertThatThrownBy(() -> signal("route53:www." + name))
                .isInstanceOf(PlanException.class)
                .hasMessage("zone " + name + " (" + zone + ") has no address and no alias of www." + name);
        assertThatThrownBy(() -> signal("route53:books .example"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("is not a name in Route 53");
    }

    @Test
    void aZoneInsideOfAVpcNeedsAResolver() throws Exception {
        standIn.on(
                "GET /2013-04-01/hostedzone",
                call -> new StandIn.Answer(
                        200,
                        "<ListHostedZonesResponse><HostedZones><HostedZone><Id>/hostedzone/" + zone + "</Id><Name>"
                                + name
                                + ".</Name><CallerReference>c</CallerReference><Config><PrivateZone>true</PrivateZone>"
                                + "</Config></HostedZone></HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems>"
                                + "</ListHostedZonesResponse>"));
        assertThatThrownBy(() -> signal("route53:" + name))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("is inside of a VPC, where no name server can be asked");
        Signal signal = signal("route53:" + name + "@" + resolver.address());
        assertThat(signal.read(TIMEOUT).identities()).containsExactly(BLUE);
        signal.close();
    }

    @Test
    void asksOnAHostAsItsOwnProgramsDo() throws Exception {
        Signal signal = signal("route53:" + name + "@host:local");
        assertThatThrownBy(() -> signal.read(TIMEOUT)).hasMessageStartingWith("no answer from resolver host:local");
        signal.close();
    }
}
