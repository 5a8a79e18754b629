package dev.reliability.k8s.internal.function;

import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describes a function of a cluster. Before a strict experiment begins, the cluster must answer, the rights that the function takes
 * must be there, and the profile must allow changes where it makes some.
 */
final class Definition extends ExperimentFunction.Parameters<Definition> {

    /** In the place of the name of a flag: fails whatever is given. */
    static final String ALWAYS = "*";

    private final String module;
    private final String name;
    private final List<Need> needs = new ArrayList<>();
    private Function<FunctionCall, List<String>> check = call -> List.of();
    private boolean changes;

    private Definition(String module, String name) {
        this.name = name;
        this.module = module;
    }

    static Definition named(String module, String name) {
        return new Definition(module, name);
    }

    @Override
    protected Definition self() {
        return this;
    }

    Definition namespace() {
        return optional("ns", "default");
    }

    /** Adds a right that it takes, in the namespace of the call where the objects are in one. */
    Definition needs(String verb, Resource resource) {
        needs.add(new Need(verb, resource, "", false));
        return this;
    }

    Definition needs(String verb, Resource resource, String subresource) {
        needs.add(new Need(verb, resource, subresource, false));
        return this;
    }

    Definition needsEverywhere(String verb, Resource resource, String subresource) {
        needs.add(new Need(verb, resource, subresource, true));
        return this;
    }

    /** Says that it changes something, which the profile may forbid. */
    Definition changing() {
        changes = true;
        return this;
    }

    /** Says what is wrong with arguments whose types are right. */
    Definition checking(Function<FunctionCall, List<String>> newCheck) {
        check = newCheck;
        return this;
    }

    ExperimentFunction calling(Body body) {
        return ExperimentFunction.named(module, name)
                .taking(this)
                .checking(this::problems)
                .calling(call -> {
                    failAt(check.apply(call));
                    ClusterCall here = ClusterCall.of(call);
                    failAt(forbidden(here));
                    try {
                        return body.call(here);
                    } catch (KubernetesClientException e) {
                        if (Thread.interrupted()) {
                            throw new InterruptedException(name);
                        }
                        throw new FunctionFailedException(
                                Refusals.words(e, here.api().cluster()), e);
                    }
                });
    }

    /** Describes one that asks no cluster. */
    ExperimentFunction computing(ExperimentFunction.Body body) {
        return ExperimentFunction.named(module, name)
                .taking(this)
                .checking(check)
                .calling(call -> {
                    failAt(check.apply(call));
                    return body.call(call);
                });
    }

    private static void failAt(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new FunctionFailedException(String.join("; ", problems));
        }
    }

    private List<String> problems(FunctionCall call) {
        List<String> problems = new ArrayList<>(check.apply(call));
        ClusterCall here;
        try {
            here = ClusterCall.of(call);
        } catch (FunctionFailedException e) {
            problems.add(String.valueOf(e.getMessage()));
            return problems;
        }
        problems.addAll(forbidden(here));
        try {
            needs.stream()
                    .filter(need -> !need.met(here))
                    .map(need -> "context \"" + here.api().cluster().context() + "\" may not " + need.words(call))
                    .forEach(problems::add);
        } catch (KubernetesClientException e) {
            problems.add(Refusals.words(e, here.api().cluster()));
        }
        return problems;
    }

    private List<String> forbidden(ClusterCall here) {
        if (!changes) {
            return List.of();
        }
        String context = here.api().cluster().context();
        Object namespace = here.call().arguments().get("ns");
        return here.call()
                .system()
                .refusals(
                        name,
                        namespace == null
                                ? Map.of("contexts", Set.of(context))
                                : Map.of("contexts", Set.of(context), "namespaces", Set.of(String.valueOf(namespace))));
    }

    /** What a function does. */
    @FunctionalInterface
    interface Body {
        @Nullable
        Object call(ClusterCall call) throws Exception;
    }

    private record Need(String verb, Resource resource, String subresource, boolean everywhere) {

        boolean met(ClusterCall here) {
            return here.api().allows(verb, resource, subresource, namespace(here.call()));
        }

        private String namespace(FunctionCall call) {
            Object namespace = call.arguments().get("ns");
            return everywhere || !resource.namespaced() || namespace == null ? "" : String.valueOf(namespace);
        }

        String words(FunctionCall call) {
            String namespace = namespace(call);
            return verb + " " + resource.qualified() + (subresource.isEmpty() ? "" : "/" + subresource)
                    + (namespace.isEmpty() ? "" : " (namespace " + namespace + ")");
        }
    }
}
