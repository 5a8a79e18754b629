package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reliability.internal.docker.Engine;
import dev.reliability.internal.docker.NeedsDocker;
import dev.reliability.outside.MavenRun.Case;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build of somebody else that attacks containers ends as each verdict says. */
@NeedsDocker
class ContainersOfOthersIT {

    private static final String SERVER = "outside-server";
    private static final String CACHE = "outside-cache";
    private static final String NOTHING_LEFT = "Reverted; nothing left behind.";

    private final OutsideProject project = OutsideProject.compiled();

    @BeforeAll
    static void start() {
        Engine.web(SERVER);
        Engine.web(CACHE);
    }

    @AfterAll
    static void remove() {
        Engine.remove(SERVER, CACHE);
    }

    private MavenRun verify(String tests, String covered) {
        return project.run(
                "verify",
                "-Dit.test=" + tests,
                "-Dgate.exclude=shop\\.(?!" + covered + "\\b).*",
                "-Dreliability.docker.host=" + Engine.address(),
                "-Dcache=" + CACHE,
                "-Dserved=http://" + Engine.ip(SERVER) + "/",
                "-Dcached=http://" + Engine.ip(CACHE) + "/");
    }

    @Test
    void isRedWhereUsersNoticeOrNothingIsProven() {
        MavenRun run = verify("ContainersIT", "ContainersIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases())
                .extracting(Case::name, Case::element, Case::type)
                .containsExactlyInAnyOrder(
                        tuple("shop.ContainersIT.survives", "passed", ""),
                        tuple("shop.ContainersIT.usersNotice", "failure", "org.opentest4j.AssertionFailedError"),
                        tuple(
                                "shop.ContainersIT.withoutEffect",
                                "error",
                                "dev.reliability.junit.InconclusiveException"));
        assertThat(run.cases())
                .filteredOn(test -> test.element().equals("failure"))
                .singleElement()
                .satisfies(test -> assertThat(test.line())
                        .startsWith("FAILED: \"GET /\" was out for ")
                        .contains(" after shutdown of cache; ")
                        .endsWith(NOTHING_LEFT));
        assertThat(run.cases())
                .filteredOn(test -> test.element().equals("error"))
                .singleElement()
                .satisfies(test -> assertThat(test.line())
                        .startsWith("INCONCLUSIVE: blackhole of cache dropped nothing in ")
                        .contains("no traffic went to 198.18.0.1. The test proves nothing.")
                        .endsWith(NOTHING_LEFT));
        assertThat(Engine.state(CACHE, "Running")).isEqualTo("true");
    }

    @Test
    void isGreenWhereUsersNoticeNothing() {
        MavenRun run = verify("ContainersIT#survives", "ContainersIT\\.survives");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.cases()).containsExactly(new Case("shop.ContainersIT.survives", "passed", "", ""));
        assertThat(run.gate()).contains("1 of 1 reliability tests proven");
        assertThat(Engine.state(CACHE, "Running")).isEqualTo("true");
    }
}
