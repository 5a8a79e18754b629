package dev.reliability.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.k8s.internal.client.Access;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.client.Query;
import dev.reliability.k8s.internal.client.Watched;
import dev.reliability.k8s.internal.signal.ConditionAlarm;
import dev.reliability.k8s.internal.signal.EventAlarm;
import dev.reliability.k8s.internal.signal.ServiceSignal;
import dev.reliability.spi.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest extends ClusterTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final FaultSpec TERMINATION = FaultSpec.of("termination", "k8s:default/app=web");

    private Cluster live() {
        return Cluster.of(new Access(cluster.kubeconfig(directory).toString(), ""));
    }

    private void event(String name, String pod, String reason) {
        cluster.create(
                "Event",
                "default",
                "{\"metadata\": {\"name\": \"" + name + "\"}, \"involvedObject\": {\"kind\": \"Pod\", \"name\": \""
                        + pod + "\"}, \"reason\": \"" + reason + "\", \"message\": \"Stopping\", \"count\": 1}");
    }

    private Watched<Set<String>> names() {
        return new Watched<>(live(), new Query(Kind.POD, "default", "app=web", ""), pods -> pods.stream()
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toSet()));
    }

    @Test
    void aServiceIsServedByItsReadyPods() throws Exception {
        deployed(1);
        cluster.service("default", "web", "web");
        try (ServiceSignal signal = new ServiceSignal(live(), "default", "web")) {
            String pod = ready(1).get(0);
            await().until(() -> signal.read(TIMEOUT).identities().contains(pod));
            cluster.replacePods(false);
            Instant before = Instant.now();
            cluster.change("Deployment", "default", "web", web -> web.withObject("/spec")
                    .put("replicas", 0));
            await().until(() -> signal.read(TIMEOUT).identities().isEmpty());
            Signal.Reading moved = signal.read(TIMEOUT);
            assertThat(moved.since()).isPresent();
            assertThat(moved.since().get().latest()).isBetween(before, Instant.now());
            assertThat(moved.since().get().error()).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void anOldWatchIsFollowedByAnother() throws Exception {
        deployed(1);
        try (Watched<Set<String>> names = names()) {
            assertThat(names.now(TIMEOUT).value()).hasSize(1);
            cluster.expireWatches();
            cluster.pod("default", "late", "web");
            await().until(() -> names.now(TIMEOUT).value().contains("late"));
        }
    }

    @Test
    void whatIsNotKnownAnyMoreIsNotTold() throws Exception {
        deployed(1);
        try (Watched<Set<String>> names = names()) {
            assertThat(names.now(TIMEOUT).value()).hasSize(1);
            cluster.fail("list pods", 503);
            await().untilAsserted(() -> assertThatThrownBy(() -> names.now(Duration.ofMillis(10)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the pods of namespace default are not known: "));
            cluster.recover();
            await().ignoreExceptions().until(() -> names.now(TIMEOUT).value().size() == 1);
        }
    }

    @Test
    void onlyEventsFromNowOnFireAnAlarm() throws Exception {
        event("old", "web-1", "Killing");
        try (EventAlarm alarm = new EventAlarm(live(), "default", "Pod", Pattern.compile("web-.*"), "Killing")) {
            assertThat(alarm.state(TIMEOUT).firing()).isFalse();
            event("another", "other", "Killing");
            event("reason", "web-2", "Scheduled");
            event("new", "web-2", "Killing");
            await().until(() -> alarm.state(TIMEOUT).firing());
            assertThat(alarm.state(TIMEOUT).detail()).isEqualTo("web-2: Stopping");
            assertThat(alarm.state(TIMEOUT).since()).isPresent();
        }
        try (EventAlarm alarm = new EventAlarm(live(), "default", "Pod", Pattern.compile("web-.*"), "Killing")) {
            assertThat(alarm.state(TIMEOUT).firing()).isFalse();
            cluster.change("Event", "default", "old", event -> event.put("count", 2));
            await().until(() -> alarm.state(TIMEOUT).firing());
        }
    }

    @Test
    void aConditionFiresWhileItHasTheStatus() throws Exception {
        deployed(1);
        ObjectRef web = new ObjectRef(Kind.DEPLOYMENT, "default", "web");
        try (ConditionAlarm alarm = new ConditionAlarm(live(), web, "Available", "False")) {
            await().until(() -> !alarm.state(TIMEOUT).firing());
            cluster.replacePods(false);
            cluster.change("Deployment", "default", "web", object -> object.withObject("/spec")
                    .put("replicas", 2));
            await().until(() -> alarm.state(TIMEOUT).firing());
            assertThat(alarm.state(TIMEOUT).detail()).isEqualTo("Available is False");
            assertThat(alarm.state(TIMEOUT).since()).isPresent();
            cluster.replacePods(true);
            await().until(() -> !alarm.state(TIMEOUT).firing());
        }
    }

    @Test
    void aMoveAndAnAlarmAreExpectedByAddress() {
        cluster.deployment("default", "web", 1, "web");
        cluster.deployment("default", "spare", 1, "spare");
        cluster.service("default", "front", "web");
        ready(1);
        await().until(() -> cluster.readyPods("default", "spare").size() == 1);
        ExperimentResult result = experiment(FaultSpec.shutdown("web"))
                .target("web", "k8s:default/deployment/web")
                .target("spare", "k8s:default/deployment/spare")
                .expect(FailoverSpec.of("k8s-service:default/front", "web", "spare", "20s"))
                .evaluate(() -> {
                    await().until(() -> cluster.readyPods("default", "web").isEmpty());
                    cluster.change("Service", "default", "front", service -> service.withObject("/spec/selector")
                            .put("app", "spare"));
                });
        assertThat(result.message()).startsWith("PASSED");
        assertThat(result.failovers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k8s-event:default/Pod/web",
                "k8s-event:Pod/web#Killing",
                "k8s-condition:default/Deployment/web",
                "k8s-condition:default/Gadget/web#Ready",
                "k8s-condition:Deployment/web#Available",
                "k8s-condition:default/Node/node1#Ready"
            })
    void refusesWhatIsNoAlarm(String alarm) {
        deployed(1);
        assertThatThrownBy(() -> experiment(TERMINATION)
                        .expect(AlarmSpec.of(alarm, "20s"))
                        .evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(alarm);
    }

    @Test
    void refusesWhatIsNoService() {
        deployed(1);
        assertThatThrownBy(() -> experiment(TERMINATION)
                        .expect(FailoverSpec.of("k8s-service:web", "a", "b", "20s"))
                        .evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("expected k8s-service:NAMESPACE/NAME");
    }
}
