package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.http.HttpAnswer;
import dev.reliability.internal.chaostoolkit.http.HttpCall;
import dev.reliability.internal.chaostoolkit.http.Urls;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.FunctionProvider;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** {@code chaosspring}: Spring Boot Chaos Monkey through its actuator endpoint. */
final class SpringFunctions implements FunctionProvider {
    private static final String ACTIONS = "chaosspring.actions";
    private static final String PROBES = "chaosspring.probes";
    private static final JsonApi API = new JsonApi("Chaos Monkey");

    @Override
    public Collection<ExperimentFunction> functions() {
        return List.of(
                common(ExperimentFunction.named(ACTIONS, "enable_chaosmonkey").required(ArgumentType.TEXT, "base_url"))
                        .calling(call -> accepted(call, "POST", "enable").text()),
                common(ExperimentFunction.named(ACTIONS, "disable_chaosmonkey").required(ArgumentType.TEXT, "base_url"))
                        .calling(call -> accepted(call, "POST", "disable").text()),
                common(ExperimentFunction.named(ACTIONS, "change_assaults_configuration")
                                .required(ArgumentType.TEXT, "base_url")
                                .required(ArgumentType.OBJECT, "assaults_configuration"))
                        .calling(call -> accepted(call, "POST", "assaults").text()),
                common(ExperimentFunction.named(PROBES, "chaosmonkey_enabled").required(ArgumentType.TEXT, "base_url"))
                        .calling(SpringFunctions::enabled),
                common(ExperimentFunction.named(PROBES, "watcher_configuration")
                                .required(ArgumentType.TEXT, "base_url"))
                        .calling(call -> API.json(accepted(call, "GET", "watcher"), "chaosmonkey/watcher")),
                common(ExperimentFunction.named(PROBES, "assaults_configuration")
                                .required(ArgumentType.TEXT, "base_url"))
                        .calling(call -> API.json(accepted(call, "GET", "assaults"), "chaosmonkey/assaults")));
    }

    private static ExperimentFunction.Builder common(ExperimentFunction.Builder function) {
        return function.optional(ArgumentType.OBJECT, "headers", null)
                .optional("timeout", null)
                .optional("verify_ssl", true);
    }

    private static boolean enabled(FunctionCall call) {
        HttpAnswer answer = send(call, "GET", "status");
        if (answer.status() != 200 && answer.status() != 503) {
            throw API.unexpected("chaosmonkey/status", answer);
        }
        return answer.status() == 200;
    }

    private static HttpAnswer accepted(FunctionCall call, String method, String endpoint) {
        HttpAnswer answer = send(call, method, endpoint);
        if (answer.status() != 200) {
            throw API.unexpected(method + " chaosmonkey/" + endpoint, answer);
        }
        return answer;
    }

    private static HttpAnswer send(FunctionCall call, String method, String endpoint) {
        Object timeout = call.arguments().get("timeout");
        String url = call.text("base_url") + "/chaosmonkey/" + endpoint;
        // the original sends the timeout as a parameter of the request; here it limits the request too
        String asked = PythonValues.truth(timeout) ? Urls.withQuery(url, "timeout=" + PythonText.str(timeout)) : url;
        HttpCall request = HttpCall.of(method, asked)
                .within(
                        timeout instanceof Number number && number.doubleValue() > 0
                                ? Duration.ofMillis((long) (number.doubleValue() * 1000))
                                : Duration.ofSeconds(30))
                .verify(call.flag("verify_ssl"))
                .header("Accept", "application/json");
        if (call.arguments().get("headers") instanceof Map<?, ?> headers) {
            for (Map.Entry<?, ?> header : headers.entrySet()) {
                if (!(header.getValue() instanceof String value)) {
                    throw new FunctionFailedException("the header " + header.getKey() + " must be a text");
                }
                request = request.header(String.valueOf(header.getKey()), value);
            }
        }
        Object assaults = call.arguments().get("assaults_configuration");
        if (PythonValues.truth(assaults)) {
            request = request.header("Content-Type", "application/json").body(PythonJson.dumps(assaults));
        }
        return API.send(request);
    }
}
