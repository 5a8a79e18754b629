package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.FunctionProvider;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code chaosk8s.pod} for systems without a cluster, whose profile says which targets stand for which pods. A target that
 * is up is a pod in the phase {@code Running}, with all conditions true; one that is down is in {@code Failed}.
 */
final class PodFunctions implements FunctionProvider {
    private static final String ACTIONS = "chaosk8s.pod.actions";
    private static final String PROBES = "chaosk8s.pod.probes";
    private static final String RUNNING = "Running";
    private static final Pattern SPAN = Pattern.compile("(\\d+)\\s*(s|sec|seconds?|m|min|minutes?|h|hours?)?");

    @Override
    public Collection<ExperimentFunction> functions() {
        return List.of(
                named(ACTIONS, "terminate_pods")
                        .optional(ArgumentType.TEXT, "label_selector", null)
                        .optional(ArgumentType.TEXT, "name_pattern", null)
                        .optional("all", false)
                        .optional("rand", false)
                        .optional("mode", "fixed")
                        .optional("qty", 1L)
                        .optional("grace_period", -1L)
                        .optional("ns", "default")
                        .optional("order", "alphabetic")
                        .calling(PodFunctions::terminate),
                named(PROBES, "pods_in_phase")
                        .required(ArgumentType.TEXT, "label_selector")
                        .optional("phase", RUNNING)
                        .optional("ns", "default")
                        .optional("raise_on_invalid_phase", true)
                        .calling(call -> phases(call, true, "raise_on_invalid_phase")),
                named(PROBES, "pods_not_in_phase")
                        .required(ArgumentType.TEXT, "label_selector")
                        .optional("phase", RUNNING)
                        .optional("ns", "default")
                        .optional("raise_on_in_phase", true)
                        .calling(call -> phases(call, false, "raise_on_in_phase")),
                named(PROBES, "pods_in_conditions")
                        .required(ArgumentType.TEXT, "label_selector")
                        .required(ArgumentType.LIST, "conditions")
                        .optional("ns", "default")
                        .optional("raise_on_invalid_conditions", true)
                        .calling(PodFunctions::conditions),
                named(PROBES, "count_pods")
                        .required(ArgumentType.TEXT, "label_selector")
                        .optional(ArgumentType.TEXT, "phase", null)
                        .optional("ns", "default")
                        .calling(call -> count(call, call.optionalText("phase"))),
                named(PROBES, "count_min_pods")
                        .required(ArgumentType.TEXT, "label_selector")
                        .optional("phase", RUNNING)
                        .optional("min_count", 2L)
                        .optional("ns", "default")
                        .calling(PodFunctions::atLeast),
                named(PROBES, "read_pod_logs")
                        .optional(ArgumentType.TEXT, "name", null)
                        .optional(ArgumentType.TEXT, "last", null)
                        .optional("ns", "default")
                        .optional("from_previous", false)
                        .optional("label_selector", "name in ({name})")
                        .optional(ArgumentType.TEXT, "container_name", null)
                        .calling(PodFunctions::logs));
    }

    private static ExperimentFunction.Builder named(String module, String name) {
        return ExperimentFunction.named(module, name)
                .onlyWhere(DeclaredPods::exist)
                .checking(call ->
                        DeclaredPods.of(call).missing(namespace(call), selector(call), !name.equals("count_pods")));
    }

    private static String namespace(FunctionCall call) {
        return String.valueOf(call.arguments().get("ns"));
    }

    private static String selector(FunctionCall call) {
        Object selector = call.arguments().get("label_selector");
        return selector == null
                ? ""
                : String.valueOf(selector)
                        .replace("{name}", String.valueOf(call.arguments().get("name")));
    }

    private static List<Target> pods(FunctionCall call, String selector) {
        return DeclaredPods.of(call).select(call.text("ns"), selector);
    }

    private static List<Target> somePods(FunctionCall call) {
        String selector = call.text("label_selector");
        List<Target> pods = pods(call, selector);
        if (pods.isEmpty()) {
            throw new FunctionFailedException("no pods '" + selector + "' were found in namespace " + call.text("ns"));
        }
        return pods;
    }

    private static String phase(Target pod) {
        return pod.unfit().isEmpty() ? RUNNING : "Failed";
    }

    private static boolean phases(FunctionCall call, boolean in, String raises) {
        String phase = call.text("phase");
        for (Target pod : somePods(call)) {
            if (phase(pod).equals(phase) != in) {
                return refuse(call, raises, "pod " + pod.name() + " is in phase '" + phase(pod) + "'");
            }
        }
        return true;
    }

    private static boolean conditions(FunctionCall call) {
        if (!(call.arguments().get("conditions") instanceof List<?> conditions)) {
            throw new FunctionFailedException(
                    "the argument 'conditions' must be a list of objects with type and status");
        }
        for (Target pod : somePods(call)) {
            String status = pod.unfit().isEmpty() ? "True" : "False";
            for (Object condition : conditions) {
                if (!(condition instanceof Map<?, ?> wanted) || !status.equals(PythonText.str(wanted.get("status")))) {
                    return refuse(
                            call,
                            "raise_on_invalid_conditions",
                            "pod " + pod.name() + " does not match the condition " + PythonText.repr(condition)
                                    + ": its conditions are " + status);
                }
            }
        }
        return true;
    }

    private static boolean refuse(FunctionCall call, String raises, String reason) {
        if (call.flag(raises)) {
            throw new FunctionFailedException(reason);
        }
        return false;
    }

    private static long count(FunctionCall call, Optional<String> phase) {
        return pods(call, call.text("label_selector")).stream()
                .filter(pod -> phase.isEmpty() || phase.get().equals(phase(pod)))
                .count();
    }

    private static boolean atLeast(FunctionCall call) {
        long count = count(call, call.optionalText("phase"));
        long least = call.number("min_count").longValue();
        if (count < least) {
            throw new FunctionFailedException("there are " + count + " pods '" + call.text("label_selector")
                    + "' in phase '" + call.text("phase") + "', fewer than " + least);
        }
        return true;
    }

    private static Map<String, Object> logs(FunctionCall call) throws Exception {
        String selector = call.text("label_selector")
                .replace("{name}", call.optionalText("name").orElse("None"));
        Duration last = call.optionalText("last").map(PodFunctions::span).orElse(Duration.ofDays(1));
        Map<String, Object> logs = new LinkedHashMap<>();
        for (Target pod : pods(call, selector)) {
            logs.put(
                    pod.name(),
                    pod.log(last)
                            .orElseThrow(() ->
                                    new FunctionFailedException(pod.name() + " (" + pod.address() + ") shows no log")));
        }
        if (logs.isEmpty() && call.strict()) {
            throw new FunctionFailedException("no pods '" + selector + "' were found in namespace " + call.text("ns"));
        }
        return logs;
    }

    private static Duration span(String text) {
        Matcher matcher = SPAN.matcher(text.strip());
        if (!matcher.matches()) {
            throw new FunctionFailedException("the argument 'last' must be a span such as 20s, got '" + text + "'");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2) == null ? 's' : matcher.group(2).charAt(0)) {
            case 'h' -> Duration.ofHours(number);
            case 'm' -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private static List<String> terminate(FunctionCall call) {
        List<Target> chosen = chosen(call);
        List<String> names = chosen.stream().map(Target::name).toList();
        if (names.isEmpty()) {
            if (call.strict()) {
                throw new FunctionFailedException("terminated nothing: no pods "
                        + call.optionalText("label_selector")
                                .map(selector -> "'" + selector + "' ")
                                .orElse("")
                        + "run in namespace " + call.text("ns"));
            }
            return names;
        }
        Map<String, Object> kill = Map.of("signal", "KILL");
        boolean atOnce = call.number("grace_period").longValue() == 0;
        call.system()
                .attack(
                        names,
                        new FaultRequest(
                                atOnce ? FaultKind.PROCESS_KILL : FaultKind.SHUTDOWN,
                                "",
                                Optional.empty(),
                                Duration.ZERO,
                                Duration.ZERO,
                                atOnce ? kill : Map.of(FaultAttribute.REBOOT, false, FaultAttribute.REPLACED, true)));
        return names;
    }

    private static List<Target> chosen(FunctionCall call) {
        List<Target> pods =
                new ArrayList<>(pods(call, call.optionalText("label_selector").orElse("")));
        Optional<Pattern> pattern = call.optionalText("name_pattern").map(PodFunctions::pattern);
        pods.removeIf(pod -> pod.unfit().isPresent()
                || pattern.filter(one -> !one.matcher(pod.name()).find()).isPresent());
        if (PythonValues.truth(call.arguments().get("all"))) {
            return pods;
        }
        double quantity = call.number("qty").doubleValue();
        String mode = call.text("mode");
        if (quantity < 0 || !mode.equals("fixed") && !mode.equals("percentage")) {
            throw new FunctionFailedException("the arguments mode=" + mode + " and qty=" + call.number("qty")
                    + " are not understood: mode is fixed or percentage, qty at least 0");
        }
        long limit = (long) (mode.equals("fixed") ? quantity : Math.ceil(quantity * pods.size() / 100));
        if (PythonValues.truth(call.arguments().get("rand"))) {
            Collections.shuffle(pods);
        }
        return pods.subList(0, (int) Math.min(limit, pods.size()));
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new FunctionFailedException("the name_pattern '" + text + "' is not a pattern: " + e.getMessage(), e);
        }
    }
}
