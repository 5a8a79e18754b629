package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.dsl.ExecListener;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code exec_in_pods} of {@code chaosk8s.pod.actions}: a command in containers of pods. */
final class PodCommands {

    private static final String FAILED_BY_ITSELF = "NonZeroExitCode";

    private PodCommands() {}

    static ExperimentFunction function() {
        return PodSelection.parameters(
                        Definition.named(PodActions.MODULE, "exec_in_pods").required(ArgumentType.ANY, "cmd"))
                .namespace()
                .optional("order", "alphabetic")
                .nullable(ArgumentType.TEXT, "container_name")
                .optional("request_timeout", 60L)
                .needs("list", Resource.PODS)
                .needs("create", Resource.PODS, "exec")
                .changing()
                .checking(PodCommands::problems)
                .calling(PodCommands::run);
    }

    private static List<String> problems(FunctionCall call) {
        List<String> problems = new ArrayList<>(PodSelection.problems(call));
        try {
            if (words(call).isEmpty()) {
                problems.add("a command must be set to run a container");
            }
        } catch (FunctionFailedException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }

    private static List<String> words(FunctionCall call) {
        Object command = call.arguments().get("cmd");
        return command instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Words.of(command == null ? "" : command.toString());
    }

    private static List<Map<String, Object>> run(ClusterCall call) throws InterruptedException {
        Optional<String> container = call.call().optionalText("container_name");
        List<JsonNode> pods = PodSelection.select(call, !call.strict()).stream()
                .filter(pod -> has(pod, container))
                .toList();
        if (pods.isEmpty()) {
            call.failIfStrict("no command was run: no pod " + call.where(call.text("label_selector"))
                    + container
                            .map(name -> " has a container " + name)
                            .orElse(" is meant, since \"container_name\" is not given"));
        }
        List<Map<String, Object>> results = new ArrayList<>();
        for (JsonNode pod : pods) {
            results.add(run(call, Api.name(pod), container.orElse("")));
        }
        return results;
    }

    /** Whoever names no container means none, as in the original. */
    private static boolean has(JsonNode pod, Optional<String> container) {
        for (JsonNode one : pod.path("spec").path("containers")) {
            if (container.filter(one.path("name").asText()::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, Object> run(ClusterCall call, String pod, String container) throws InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Ending ending = new Ending();
        try (ExecWatch running = call.api()
                .cluster()
                .client()
                .pods()
                .inNamespace(call.namespace())
                .withName(pod)
                .inContainer(container)
                .withReadyWaitTimeout(0)
                .writingOutput(output)
                .usingListener(ending)
                .exec(words(call.call()).toArray(String[]::new))) {
            running.exitCode().get(call.number("request_timeout"), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            call.failIfStrict(
                    "the command did not end in pod " + pod + " within " + call.number("request_timeout") + " s");
        } catch (ExecutionException e) {
            throw new FunctionFailedException("the connection to pod " + pod + " broke: " + e.getCause(), e);
        }
        Optional<Status> status = ending.status();
        boolean good =
                status.filter(one -> Objects.equals(one.getStatus(), "Success")).isPresent();
        String message = status.filter(one -> !good).map(Status::getMessage).orElse("");
        if (!good) {
            call.failIfStrict("in pod " + pod + ": " + message);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("pod_name", pod);
        result.put(
                "exit_code",
                good
                        ? (Object) 0L
                        : status.flatMap(PodCommands::code)
                                .<Object>map(code -> code)
                                .orElse(1L));
        result.put("cmd", call.call().arguments().get("cmd"));
        result.put("stdout", output.toString(StandardCharsets.UTF_8));
        result.put("stderr", message);
        return result;
    }

    /** As text, as the server writes it. */
    private static Optional<String> code(Status status) {
        return Objects.equals(status.getReason(), FAILED_BY_ITSELF) && status.getDetails() != null
                ? status.getDetails().getCauses().stream()
                        .map(cause -> cause.getMessage())
                        .findFirst()
                : Optional.empty();
    }

    private static final class Ending implements ExecListener {

        private final CompletableFuture<Status> status = new CompletableFuture<>();

        @Override
        public void onExit(int code, @Nullable Status how) {
            status.complete(how);
        }

        @Override
        public void onClose(int code, String reason) {
            status.complete(null);
        }

        Optional<Status> status() {
            return Optional.ofNullable(status.getNow(null));
        }
    }
}
