package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.aws.emulator.InstanceBooks;
import dev.reliability.aws.emulator.OnStandIn;
import dev.reliability.aws.emulator.StandIn;
import dev.reliability.aws.emulator.StandInTarget;
import dev.reliability.spi.Address;
import dev.reliability.spi.Target;
import org.junit.jupiter.api.Test;

/** Five thousand instances of a stand-in that pages as EC2 does. */
class ManyInstancesTest extends OnStandIn {

    ManyInstancesTest() {
        super(StandIn.alone());
    }

    @Test
    void areFoundByOneCallForAThousandWithTheFilterOnTheServer() {
        new InstanceBooks(standIn, 5_000);
        Target target = new AwsTargetProvider()
                .target("web", Address.parse("ec2:tag:app=web"), new StandInTarget(standIn.context(REGION)));
        assertThat(target.size()).isEqualTo(5_000);
        assertThat(target.unfit()).isEmpty();
        assertThat(standIn.actions())
                .containsExactly(
                        "GetCallerIdentity",
                        "DescribeInstances",
                        "DescribeInstances",
                        "DescribeInstances",
                        "DescribeInstances",
                        "DescribeInstances");
        assertThat(standIn.calls("DescribeInstances")).allSatisfy(call -> {
            assertThat(call.get("MaxResults")).isEqualTo("1000");
            assertThat(call.get("Filter.1.Name")).isEqualTo("tag:app");
            assertThat(call.get("Filter.1.Value.1")).isEqualTo("web");
        });
    }
}
