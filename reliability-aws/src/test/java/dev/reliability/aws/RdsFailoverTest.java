package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.aws.emulator.DatabaseBooks.Course;
import dev.reliability.aws.emulator.OnStandIn;
import dev.reliability.aws.emulator.StandIn;
import dev.reliability.aws.emulator.StandInTarget;
import dev.reliability.aws.internal.rds.RdsFaults;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Right;
import dev.reliability.spi.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases of a stand-in that fail over as RDS tells it; no database is real. */
class RdsFailoverTest extends OnStandIn {

    RdsFailoverTest() {
        super(StandIn.alone());
        databases.instance("shop", true).instance("alone", false).cluster("single", "single-1");
    }

    private static FaultSpec failover(String target, String to) {
        FaultSpec fault = FaultSpec.of(RdsFaults.FAILOVER, target);
        return to.isEmpty() ? fault : fault.text(RdsFaults.TO, to);
    }

    @ParameterizedTest
    @CsvSource({
        "rds-cluster:books, '', books-1, books-2",
        "rds-cluster:books, books-3, books-1, books-3",
        "rds:shop, '', eu-west-1a, eu-west-1b"
    })
    void movesTheWriterAndStaysThere(String target, String to, String before, String after) {
        String id = target.substring(target.indexOf(':') + 1);
        List<String> during = new ArrayList<>();
        ExperimentResult result = experiment(failover(target, to)).evaluate(() -> during.add(databases.side(id)));
        assertThat(result.message()).startsWith("PASSED");
        assertThat(during)
                .as("the body runs once it is proven")
                .containsExactly(after)
                .doesNotContain(before);
        assertThat(databases.side(id)).isEqualTo(after);
        assertThat(result.journal().toString()).isNotEmpty();
    }

    @Test
    void theMoveOfTheWriterIsAFailoverThatEventsDate() {
        ExperimentResult result = experiment(failover("rds-cluster:books", "books-2"))
                .property("target.books-1.identity", "books-1")
                .property("target.books-2.identity", "books-2")
                .expect(FailoverSpec.of("rds-cluster:books", "books-1", "books-2", "2m"))
                .evaluate(() -> {});
        assertThat(result.message()).startsWith("PASSED");
        assertThat(result.failovers()).singleElement().satisfies(moved -> {
            assertThat(moved.firstNew()).isLessThan(Duration.ofSeconds(5));
            assertThat(moved.details()).containsEntry("writer", "books-2").containsKeys("clock", "steps", "floor");
            assertThat(moved.details().get("steps").toString())
                    .contains("Started cross AZ failover to DB instance: books-2")
                    .contains("Completed failover to DB instance: books-2");
        });
    }

    @Test
    void theSignalOfAMemberIsThatOfItsCluster() throws Exception {
        Signal signal = new AwsSignalProvider().signal("books", Address.parse("rds:books-3"), standIn.context(REGION));
        assertThat(signal.read(Duration.ofSeconds(1)).identities()).containsExactly("books-1");
        Signal zones = new AwsSignalProvider().signal("shop", Address.parse("rds:shop"), standIn.context(REGION));
        assertThat(zones.read(Duration.ofSeconds(1)).identities()).containsExactly("eu-west-1a");
    }

    @ParameterizedTest
    @CsvSource({
        "rds-cluster:books, cluster books is available, 'still on books-1, and its last event is: Cluster failover"
                + " failed'",
        "rds:shop, database shop is available, 'still on eu-west-1a, and its last event is: Abandoning user requested"
                + " failover'"
    })
    void provesNothingWhereTheServiceGaveUp(String target, String what, String why) {
        databases.next(Course.ABANDONED);
        ExperimentResult result =
                experiment(failover(target, "").duration("3s")).evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message()).contains("moved nothing").contains(what).contains(why);
    }

    @Test
    void provesNothingWhereAnotherReaderWasPromoted() {
        databases.next(Course.ANOTHER);
        ExperimentResult result = experiment(
                        failover("rds-cluster:books", "books-3").duration("3s"))
                .evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message()).contains("books-3 did not become the writer, but books-2");
    }

    @ParameterizedTest
    @CsvSource({
        "rds-cluster:books, cluster books is failing-over, --db-cluster-identifier books",
        "rds:shop, database shop is rebooting, --db-instance-identifier shop"
    })
    void aDatabaseThatIsNotAvailableAgainIsLeftOver(String target, String left, String remedy) throws Exception {
        databases.next(Course.STUCK);
        Fault fault = new AwsTargetProvider()
                .target("books", Address.parse(target), new StandInTarget(standIn.context(REGION)))
                .plan(new FaultRequest(
                        RdsFaults.FAILOVER, "", Optional.empty(), Duration.ZERO, Duration.ofMinutes(15), Map.of()));
        assertThat(fault.residue()).as("nothing was done").isEmpty();
        assertThat(fault.alreadySo()).isEmpty();
        fault.inject();
        await().until(() -> fault.evidence().complete());
        fault.revert();
        assertThat(fault.residue()).containsExactly(left);
        assertThat(fault.remedy())
                .hasValueSatisfying(command -> assertThat(command).endsWith(remedy));
        databases.status(target.substring(target.indexOf(':') + 1), "available");
        assertThat(fault.residue()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rds:alone | | database alone has no standby in another zone (MultiAZ is off)",
                "rds-cluster:single | | cluster single has no reader that could take over",
                "rds-cluster:books | books-9 | \"books-9\" is not a reader of cluster books: it has books-2, books-3",
                "rds-cluster:books | books-1 | \"books-1\" is not a reader of cluster books",
                "rds:shop | shop-2 | database shop has one standby and no readers to choose from: leave it out",
                "rds:books-2 | | database books-2 belongs to cluster books, which fails over as a whole: attack"
                        + " rds-cluster:books",
                "rds:gone | | is not there: no database gone in eu-west-1 of account 123456789012",
                "rds:-bad- | | is not an address of a database"
            })
    void refusesWhatCannotFailOver(String target, String to, String message) {
        assertThatThrownBy(
                        () -> experiment(failover(target, to == null ? "" : to)).evaluate(() -> {}))
                .hasMessageContaining(message)
                .hasMessageContaining("No fault was injected");
        assertThat(standIn.actions()).doesNotContain("FailoverDBCluster", "RebootDBInstance");
    }

    @Test
    void refusesOneThatItsOwnerDidNotAllow() {
        databases.forbid();
        assertThatThrownBy(() -> experiment(failover("rds-cluster:books", "")).evaluate(() -> {}))
                .hasMessageContaining("cluster books does not have the tag reliability=allowed");
    }

    @Test
    void refusesOneThatIsNotAvailable() {
        databases.status("books", "upgrading");
        assertThatThrownBy(() -> experiment(failover("rds-cluster:books", "")).evaluate(() -> {}))
                .hasMessageContaining("rds-cluster:books is upgrading, not available");
    }

    @Test
    void refusesOtherFaults() {
        assertThatThrownBy(() ->
                        experiment(FaultSpec.shutdown("rds-cluster:books")).evaluate(() -> {}))
                .hasMessageContaining("a database of RDS cannot have a shutdown: it supports @RdsFailoverAttack");
    }

    @Test
    void saysWhatIamDenies() {
        standIn.on(
                "FailoverDBCluster",
                call -> StandIn.Answer.error(403, "AccessDenied", "not authorized to perform rds:FailoverDBCluster"));
        ExperimentResult result = experiment(failover("rds-cluster:books", "")).evaluate(() -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message()).contains("IAM denies it (AccessDenied)");
    }

    @Test
    void needsTheRightsThatItUses() throws Exception {
        AwsTargetProvider provider = new AwsTargetProvider();
        List<String> used = List.of("DescribeDBClusters", "DescribeEvents", "FailoverDBCluster", "GetCallerIdentity");
        experiment(failover("rds-cluster:books", "")).evaluate(() -> {});
        assertThat(standIn.actions().stream().distinct().sorted().toList()).isEqualTo(used);
        dev.reliability.spi.Target target = provider.target(
                "books",
                Address.parse("rds-cluster:books"),
                new dev.reliability.aws.emulator.StandInTarget(standIn.context(REGION)));
        dev.reliability.spi.Fault fault = target.plan(new dev.reliability.spi.FaultRequest(
                RdsFaults.FAILOVER,
                "",
                java.util.Optional.empty(),
                Duration.ZERO,
                Duration.ofMinutes(15),
                java.util.Map.of()));
        assertThat(java.util.stream.Stream.concat(fault.rights().stream(), target.rights().stream())
                        .map(Right::action)
                        .map(action -> action.substring(action.indexOf(':') + 1))
                        .distinct()
                        .sorted())
                .containsExactlyElementsOf(used);
        assertThat(fault.rights())
                .filteredOn(right -> right.action().equals("rds:FailoverDBCluster"))
                .singleElement()
                .satisfies(right -> {
                    assertThat(right.on()).isEqualTo("arn:aws:rds:eu-west-1:123456789012:cluster:books");
                    assertThat(right.details()).containsEntry("tag", "reliability=allowed");
                });
    }
}
