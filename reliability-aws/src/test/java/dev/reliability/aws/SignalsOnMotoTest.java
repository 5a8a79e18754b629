package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.OnMoto;
import dev.reliability.aws.emulator.Told;
import dev.reliability.aws.internal.rds.RdsFaults;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.Tag;

/** Alarms and clusters in the books of the emulator; it tells neither transitions nor history of alarms, nor events of failovers. */
class SignalsOnMotoTest extends OnMoto {

    private final SdkHttpClient http = UrlConnectionHttpClient.create();

    @Test
    void anAlarmIsReadAsOldServersTellIt() throws Exception {
        String name = Moto.unique("db-failed");
        try (CloudWatchClient cloudWatch = CloudWatchClient.builder()
                .region(Region.of(books.region()))
                .endpointOverride(Moto.url())
                .httpClient(http)
                .build()) {
            cloudWatch.putMetricAlarm(alarm -> alarm.alarmName(name)
                    .namespace("Bookstore")
                    .metricName("Healthy")
                    .period(60)
                    .evaluationPeriods(2)
                    .threshold(1.0)
                    .statistic(Statistic.MINIMUM)
                    .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD));
            Alarm alarm = new AwsAlarmProvider()
                    .alarm(
                            "alarm",
                            Address.parse("cloudwatch:" + name),
                            new Told(Map.of("AWS_ENDPOINT_URL", proxy.url(), "AWS_REGION", books.region())));
            cloudWatch.setAlarmState(
                    state -> state.alarmName(name).stateValue(StateValue.ALARM).stateReason("tested"));
            Alarm.State state = org.awaitility.Awaitility.await()
                    .until(() -> alarm.state(Duration.ofSeconds(2)), Alarm.State::firing);
            assertThat(state.since()).isPresent();
            assertThat(alarm.history(Instant.now()))
                    .singleElement()
                    .extracting(Step::what)
                    .isEqualTo("alarm " + name + " is ALARM since then: tested");
            assertThat(alarm.floor(java.util.List.of()).orElseThrow().least()).isEqualTo(Duration.ofSeconds(60));
        }
    }

    @Test
    void aClusterFailsOverToTheReaderThatWasNamed() {
        String cluster = Moto.unique("books");
        try (RdsClient rds = RdsClient.builder()
                .region(Region.of(books.region()))
                .endpointOverride(URI.create(proxy.url()))
                .httpClient(http)
                .build()) {
            rds.createDBCluster(request -> request.dbClusterIdentifier(cluster)
                    .engine("aurora-mysql")
                    .masterUsername("tester")
                    .masterUserPassword("not-secret-at-all")
                    .tags(Tag.builder().key("reliability").value("allowed").build()));
            for (int i = 1; i <= 3; i++) {
                String member = cluster + "-" + i;
                rds.createDBInstance(request -> request.dbInstanceIdentifier(member)
                        .dbClusterIdentifier(cluster)
                        .dbInstanceClass("db.r5.large")
                        .engine("aurora-mysql"));
            }
            ExperimentResult result = experiment(FaultSpec.of(RdsFaults.FAILOVER, "rds-cluster:" + cluster)
                            .text(RdsFaults.TO, cluster + "-3"))
                    .property("target.one.identity", cluster + "-1")
                    .property("target.three.identity", cluster + "-3")
                    .expect(FailoverSpec.of("rds-cluster:" + cluster, "one", "three", "2m"))
                    .evaluate(() -> {});
            assertThat(result.message()).startsWith("PASSED");
        }
    }
}
