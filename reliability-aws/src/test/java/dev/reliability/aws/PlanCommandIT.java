package dev.reliability.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.OnMoto;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The command as people type it, on the books of the emulator. */
class PlanCommandIT extends OnMoto {

    @Test
    void tellsWhatWouldHappenAndPrintsThePolicies() throws Exception {
        String blue = books.instance("blue");
        String group = Moto.unique("web");
        String member = books.group(group, 1).get(0);
        Process plan = Controllers.command(
                proxy, books, "plan", "-Dblue=ec2:" + blue, "-Dweb=asg:" + group, "dev.reliability.aws.PlannedLoss");
        String said = new String(plan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(plan.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("shutdown of ec2:" + blue)
                .contains("Stopping " + blue + " in " + books.region())
                .contains("Started again at the latest at ")
                .contains("termination of asg:" + group)
                .contains("Terminating " + member)
                .contains("Replaced by the auto scaling group " + group)
                .contains("Needs the right to ec2:StopInstances arn:aws:ec2:" + books.region())
                .contains("2 tests, 2 faults, no problem. Nothing was changed.");
        JsonNode policies =
                new ObjectMapper().readTree(said.substring(said.indexOf("\n  {"), said.lastIndexOf("}\n") + 1));
        assertThat(policies.at("/controller/Version").asText()).isEqualTo("2012-10-17");
        assertThat(policies.toString())
                .contains("ec2:TerminateInstances", "scheduler:CreateSchedule", "sts:AssumeRole");
        assertThat(proxy.calls()).doesNotContain("StopInstances", "TerminateInstances", "CreateSchedule");
    }
}
