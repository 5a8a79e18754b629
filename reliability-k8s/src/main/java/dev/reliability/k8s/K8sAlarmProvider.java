package dev.reliability.k8s;

import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.k8s.internal.signal.ConditionAlarm;
import dev.reliability.k8s.internal.signal.EventAlarm;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.AlarmProvider;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Knows what is in alarm in Kubernetes. {@code k8s-event:NAMESPACE/KIND/NAME#REASON} fires when such an event comes; in the name,
 * {@code *} stands for any text. {@code k8s-condition:NAMESPACE/KIND/NAME#TYPE} fires while that condition is true, and with
 * {@code #TYPE=False} while it is false; a node has no namespace, {@code k8s-condition:Node/NAME#Ready=False}. A context of the
 * kubeconfig may follow, {@code @staging}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class K8sAlarmProvider implements AlarmProvider {

    private static final String EVENT = "k8s-event";
    private static final String CONDITION = "k8s-condition";
    private static final Pattern EVENT_FORM =
            Pattern.compile("([a-z0-9.-]+)/([A-Za-z]+)/([a-z0-9.*-]+)#([A-Za-z0-9]+)");
    private static final Pattern CONDITION_FORM = Pattern.compile(
            "(?:([a-z0-9.-]+)/)?([A-Za-z]+)/([a-z0-9.-]+)#([A-Za-z0-9./-]+?)(?:=(True|False|Unknown))?");

    @Override
    public Set<String> schemes() {
        return Set.of(EVENT, CONDITION);
    }

    @Override
    public Alarm alarm(String name, Address address, PlanContext context) {
        return address.scheme().equals(EVENT) ? event(address, context) : condition(address, context);
    }

    private static Alarm event(Address address, PlanContext context) {
        Matcher form = EVENT_FORM.matcher(Contexts.without(address));
        if (!form.matches()) {
            throw new PlanException(address + " is not an event: expected k8s-event:NAMESPACE/KIND/NAME#REASON, such as"
                    + " k8s-event:shop/Pod/web-*#Killing");
        }
        Pattern names = Pattern.compile(
                Stream.of(form.group(3).split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
        return new EventAlarm(Contexts.cluster(address, context), form.group(1), form.group(2), names, form.group(4));
    }

    private static Alarm condition(Address address, PlanContext context) {
        Matcher form = CONDITION_FORM.matcher(Contexts.without(address));
        if (!form.matches()) {
            throw new PlanException(
                    address + " is not a condition: expected k8s-condition:NAMESPACE/KIND/NAME#TYPE, such"
                            + " as k8s-condition:shop/Deployment/web#Available=False");
        }
        Kind kind = Kind.of(form.group(2))
                .orElseThrow(() -> new PlanException(
                        "\"" + form.group(2) + "\" in " + address + " is not known: expected one of " + Kind.all()));
        String namespace = Optional.ofNullable(form.group(1)).orElse("");
        if (kind.namespaced() == namespace.isEmpty()) {
            throw new PlanException(address
                    + (kind.namespaced()
                            ? " needs a namespace"
                            : " takes no namespace: a " + kind.lower() + " has none"));
        }
        String status = Optional.ofNullable(form.group(5)).orElse("True");
        return new ConditionAlarm(
                Contexts.cluster(address, context),
                new ObjectRef(kind, namespace, form.group(3)),
                form.group(4),
                status);
    }
}
