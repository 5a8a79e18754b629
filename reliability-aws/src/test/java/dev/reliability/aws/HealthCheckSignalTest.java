package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.aws.emulator.Checkers;
import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.NeedsMoto;
import dev.reliability.aws.emulator.OnStandIn;
import dev.reliability.aws.emulator.Reports;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

/** Zones, records and health checks are in the books of the emulator; what checkers see is told by a stand-in; no endpoint is real. */
@NeedsMoto
class HealthCheckSignalTest extends OnStandIn {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private final Checkers checkers = new Checkers(standIn);
    private final Route53Client books = Route53Client.builder()
            .region(Region.AWS_GLOBAL)
            .endpointOverride(URI.create(standIn.url()))
            .httpClient(UrlConnectionHttpClient.create())
            .build();

    HealthCheckSignalTest() {
        super(StandIn.besideMoto());
    }

    @AfterEach
    void close() {
        books.close();
    }

    private String check(int interval, int threshold, HealthCheckType type) {
        return books.createHealthCheck(request -> request.callerReference(Moto.unique("check"))
                        .healthCheckConfig(HealthCheckConfig.builder()
                                .type(type)
                                .ipAddress("192.0.2.10")
                                .port(80)
                                .requestInterval(interval)
                                .failureThreshold(threshold)
                                .build()))
                .healthCheck()
                .id();
    }

    private String zone(String primaryCheck, String secondaryCheck) {
        String name = Moto.unique("books") + ".example.";
        String zone = books.createHostedZone(request -> request.name(name).callerReference(Moto.unique("zone")))
                .hostedZone()
                .id()
                .replace("/hostedzone/", "");
        books.changeResourceRecordSets(request -> request.hostedZoneId(zone)
                .changeBatch(batch -> batch.changes(
                        record(name, ResourceRecordSetFailover.PRIMARY, "198.51.100.1", primaryCheck),
                        record(name, ResourceRecordSetFailover.SECONDARY, "198.51.100.2", secondaryCheck))));
        return zone;
    }

    private static Change record(String name, ResourceRecordSetFailover side, String address, String check) {
        ResourceRecordSet.Builder record = ResourceRecordSet.builder()
                .name(name)
                .type(RRType.A)
                .ttl(60L)
                .setIdentifier(side.toString())
                .failover(side)
                .resourceRecords(ResourceRecord.builder().value(address).build());
        return Change.builder()
                .action(ChangeAction.CREATE)
                .resourceRecordSet(
                        check.isEmpty()
                                ? record.build()
                                : record.healthCheckId(check).build())
                .build();
    }

    private Signal signal(String address) {
        return new AwsSignalProvider().signal("signal", Address.parse(address), standIn.context(REGION));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "13, 0, 1", "14, 0, 2", "16, 0, 2", "16, 16, 1", "16, 13, 2"})
    void tellsWhichRecordIsAnswered(int bad, int standbyBad, int answered) throws Exception {
        String blue = check(30, 3, HealthCheckType.TCP);
        String green = check(30, 3, HealthCheckType.TCP);
        String zone = zone(blue, green);
        checkers.put(blue, bad);
        checkers.put(green, standbyBad);
        Signal.Reading reading = signal("route53:" + blue + "@" + zone).read(TIMEOUT);
        assertThat(reading.identities()).containsExactly("198.51.100." + answered);
        assertThat(reading.details())
                .containsEntry("record", answered == 1 ? "PRIMARY" : "SECONDARY")
                .containsEntry("checkers", (16 - bad) + " of 16 healthy")
                .containsEntry("ttl", 60L)
                .containsKey("clock");
    }

    @Test
    void aStandbyWithoutACheckCountsAsHealthyAndAllZonesAreSearched() throws Exception {
        String blue = check(30, 3, HealthCheckType.TCP);
        zone(blue, "");
        checkers.put(blue, 16);
        Signal signal = signal("route53:" + blue);
        assertThat(signal.read(TIMEOUT).identities()).containsExactly("198.51.100.2");
        assertThat(signal.history(Instant.now().minusSeconds(5)))
                .singleElement()
                .extracting(Step::what)
                .asString()
                .contains("failed in us-east-1, and last in 16 of its checkers: Failure: The health checker");
        assertThat(signal.interval()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void needsTheRightsThatItUses() throws Exception {
        String blue = check(30, 3, HealthCheckType.TCP);
        String zone = zone(blue, "");
        int before = standIn.actions().size();
        Signal signal = signal("route53:" + blue + "@" + zone);
        signal.read(TIMEOUT);
        signal.history(Instant.now());
        assertThat(signal.rights().stream()
                        .map(right -> right.action() + " " + right.on())
                        .distinct()
                        .sorted())
                .containsExactly(
                        "route53:GetHealthCheck arn:aws:route53:::healthcheck/" + blue,
                        "route53:GetHealthCheckLastFailureReason arn:aws:route53:::healthcheck/" + blue,
                        "route53:GetHealthCheckStatus arn:aws:route53:::healthcheck/" + blue,
                        "route53:ListResourceRecordSets arn:aws:route53:::hostedzone/" + zone,
                        "sts:GetCallerIdentity *");
        assertThat(standIn.actions().subList(before, standIn.actions().size()).stream()
                        .distinct()
                        .sorted())
                .containsExactly(
                        "GET /2013-04-01/healthcheck/" + blue,
                        "GET /2013-04-01/healthcheck/" + blue + "/lastfailurereason",
                        "GET /2013-04-01/healthcheck/" + blue + "/status",
                        "GET /2013-04-01/hostedzone/" + zone + "/rrset",
                        "GetCallerIdentity");
    }

    @ParameterizedTest
    @CsvSource({"30, 3, TCP, 61, 135", "10, 3, TCP, 21, 75", "10, 1, HTTP, 1, 29", "30, 10, HTTP, 271, 355"})
    void knowsHowSoonItCanFail(int interval, int threshold, String type, int least, int likely) {
        String blue = check(interval, threshold, HealthCheckType.fromValue(type));
        Floor floor = signal("route53:" + blue + "@" + zone(blue, ""))
                .floor(List.of())
                .orElseThrow();
        assertThat(floor.least()).isEqualTo(Duration.ofSeconds(least));
        assertThat(floor.likely()).isEqualTo(Duration.ofSeconds(likely));
        assertThat(floor.why())
                .startsWith(threshold + " checks in a row must fail, one every " + interval + " s")
                .contains("clients keep an answer for up to 60 s more, the TTL of the record");
    }

    @Test
    void aFaultThatIsOverBeforeEnoughChecksCanFailIsRefused() {
        String blue = check(30, 3, HealthCheckType.TCP);
        String zone = zone(blue, "");
        assertThatThrownBy(() -> shortExperiment("60s", "route53:" + blue + "@" + zone))
                .hasMessageContaining("the failover of route53:" + blue + "@" + zone
                        + " cannot happen before 61 s (3 checks in a row must fail, one every 30 s: a lower"
                        + " FailureThreshold or a RequestInterval of 10 makes it faster")
                .hasMessageContaining("but the fault is over after 60 s: make it last longer");
    }

    private ExperimentResult shortExperiment(String duration, String signal) {
        return experiment(nothing().duration(duration))
                .property("target.blue.identity", "198.51.100.1")
                .property("target.green.identity", "198.51.100.2")
                .expect(FailoverSpec.of(signal, "blue", "green", "10m"))
                .evaluate(() -> {});
    }

    @Test
    void provesATestByTheFailover() {
        String blue = check(10, 1, HealthCheckType.TCP);
        String zone = zone(blue, "");
        ExperimentResult result = experiment()
                .property("target.blue.identity", "198.51.100.1")
                .property("target.green.identity", "198.51.100.2")
                .expect(FailoverSpec.of("route53:" + blue + "@" + zone, "blue", "green", "2m"))
                .evaluate(() -> checkers.put(blue, 16));
        assertThat(result.message()).startsWith("PASSED");
        assertThat(result.failovers()).singleElement().satisfies(moved -> {
            assertThat(moved.error()).as("one interval at most").isLessThan(Duration.ofSeconds(4));
            assertThat(moved.details()).containsEntry("record", "SECONDARY").containsKey("floor");
        });
        assertThat(Reports.errorsIn(result, "failovers"))
                .as("the report says how exactly it is known")
                .singleElement()
                .satisfies(error -> assertThat(error).isBetween(0.0, 4.0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Type>TCP</Type><Disabled>true</Disabled> | is disabled, so Route 53 takes it for healthy whatever"
                        + " happens",
                "<Type>TCP</Type><Inverted>true</Inverted> | is inverted",
                "<Type>CALCULATED</Type> | is of type CALCULATED, whose status cannot be asked for",
                "<Type>RECOVERY_CONTROL</Type> | is of type RECOVERY_CONTROL"
            })
    void refusesChecksThatTellNothing(String config, String message) {
        standIn.on("GET /2013-04-01/healthcheck/*", call -> healthCheck(config, ""));
        assertThatThrownBy(() -> signal("route53:abc"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("health check abc " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1.0 | fails over nothing",
                "3 | 1.0 | health check abc still has older settings of alarm db-failed (evaluation periods 3 instead"
                        + " of 1)",
                "1 | 5.0 | health check abc still has older settings of alarm db-failed (threshold 5.0 instead of 1.0)"
            })
    void refusesACheckThatFollowsOlderSettingsOfAnAlarm(int periods, double threshold, String message) {
        new dev.reliability.aws.emulator.Alarms(standIn).add("db-failed");
        standIn.on(
                "GET /2013-04-01/healthcheck/*",
                call -> healthCheck(
                        "<Type>CLOUDWATCH_METRIC</Type><AlarmIdentifier><Region>eu-west-1</Region><Name>db-failed</Name>"
                                + "</AlarmIdentifier>",
                        "<CloudWatchAlarmConfiguration><EvaluationPeriods>" + periods
                                + "</EvaluationPeriods><Threshold>" + threshold
                                + "</Threshold><ComparisonOperator>LessThanThreshold</ComparisonOperator><Period>60</Period>"
                                + "<MetricName>Healthy</MetricName><Namespace>Bookstore</Namespace><Statistic>Minimum</Statistic>"
                                + "</CloudWatchAlarmConfiguration>"));
        assertThatThrownBy(() -> signal("route53:abc"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining(message);
    }

    private static StandIn.Answer healthCheck(String config, String more) {
        return new StandIn.Answer(
                200,
                "<GetHealthCheckResponse><HealthCheck><Id>abc</Id><CallerReference>c</CallerReference><HealthCheckConfig>"
                        + config + "</HealthCheckConfig><HealthCheckVersion>1</HealthCheckVersion>" + more
                        + "</HealthCheck></GetHealthCheckResponse>");
    }

    @Test
    void refusesWhatDoesNotExistOrFailsOverNothing() {
        String idle = check(30, 3, HealthCheckType.TCP);
        assertThatThrownBy(() -> signal("route53:" + idle))
                .isInstanceOf(PlanException.class)
                .hasMessage("health check " + idle
                        + " fails over nothing: no primary failover record has it together with" + " a secondary one");
        assertThatThrownBy(() -> signal("route53:0000-1111"))
                .isInstanceOf(PlanException.class)
                .hasMessage("there is no health check 0000-1111 in account 123456789012");
        assertThatThrownBy(() -> signal("route53:not/an id"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("expected route53:HEALTH-CHECK-ID");
    }
}
