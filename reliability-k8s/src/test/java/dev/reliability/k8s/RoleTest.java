package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.internal.plan.Planner;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.k8s.internal.fault.NodeFaults;
import dev.reliability.k8s.internal.fault.PodFaults;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The printed roles against the requests that the server saw, both ways. */
class RoleTest extends ClusterTests {

    private static final Pattern RULE =
            Pattern.compile("- apiGroups: \\[\"(.*)\"]\\n *resources: \\[\"([^/\"]*)(/[^\"]*)?\"]\\n *verbs: \\[(.*)]");

    private static Set<String> granted(String roles) {
        Set<String> rights = new TreeSet<>();
        Matcher rule = RULE.matcher(roles);
        while (rule.find()) {
            String group = rule.group(1).isEmpty() ? "" : "." + rule.group(1);
            String sub = rule.group(3) == null ? "" : rule.group(3);
            Arrays.stream(rule.group(4).split(", "))
                    .forEach(verb -> rights.add(verb + " " + rule.group(2) + group + sub));
        }
        return rights;
    }

    private void assertGrantsWhatIsAsked(ExperimentBuilder experiment) {
        assertGrantsWhatIsAsked(experiment, () -> {});
    }

    private void assertGrantsWhatIsAsked(ExperimentBuilder experiment, Runnable afterwards) {
        Set<String> granted;
        try (ResolvedExperiment plan = Planner.plan(experiment.build())) {
            granted = granted(new K8sAuthority().policy(plan.rights()));
        }
        assertThat(experiment.evaluate(() -> {}).message()).startsWith("PASSED");
        afterwards.run();
        assertThat(new TreeSet<>(cluster.asked())).isEqualTo(granted);
    }

    @Test
    void ofATermination() {
        deployed(2);
        assertGrantsWhatIsAsked(experiment(FaultSpec.of(PodFaults.TERMINATE, "k8s:default/app=web")));
    }

    @Test
    void ofAShutdownOfADeployment() {
        deployed(2);
        cluster.create(
                "HorizontalPodAutoscaler",
                "default",
                "{\"metadata\": {\"name\": \"scaler\"}, \"spec\": {\"minReplicas\": 1, \"maxReplicas\": 5,"
                        + " \"scaleTargetRef\": {\"kind\": \"Deployment\", \"name\": \"web\"}}}");
        assertGrantsWhatIsAsked(experiment(FaultSpec.shutdown("web"))
                .property("target.web", "k8s:default/deployment/web")
                .property("target.web.select", "one"));
    }

    @Test
    void ofARolloutRestart() {
        deployed(2);
        assertGrantsWhatIsAsked(experiment(FaultSpec.of(PodFaults.RESTART, "k8s:default/deployment/web")));
    }

    @Test
    void ofADrain() {
        deployed(2);
        cluster.create(
                "Node",
                "",
                "{\"metadata\": {\"name\": \"node2\"}, \"spec\": {}, \"status\": {\"conditions\":"
                        + " [{\"type\": \"Ready\", \"status\": \"True\"}]}}");
        assertGrantsWhatIsAsked(
                experiment(FaultSpec.of(NodeFaults.DRAIN, "k8s:node/node1")),
                () -> assertThat(sweep("k8s:node/node1")).isZero());
    }
}
