package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.http.HttpAnswer;
import dev.reliability.internal.chaostoolkit.http.Urls;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.FunctionProvider;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code chaostoxi}: proxies and toxics of a Toxiproxy server. */
final class ToxiproxyFunctions implements FunctionProvider {
    private static final String PROXY = "chaostoxi.proxy.actions";
    private static final String PROBES = "chaostoxi.proxy.probes";
    private static final String TOXIC = "chaostoxi.toxic.actions";
    private static final JsonApi API = new JsonApi("Toxiproxy");

    @Override
    public Collection<ExperimentFunction> functions() {
        return List.of(
                ExperimentFunction.named(PROXY, "create_proxy")
                        .required(ArgumentType.TEXT, "proxy_name", "upstream_host")
                        .required("upstream_port")
                        .optional("listen_host", "0.0.0.0")
                        .optional("listen_port", 0L)
                        .optional("enabled", true)
                        .calling(ToxiproxyFunctions::createProxy),
                ExperimentFunction.named(PROXY, "disable_proxy")
                        .required(ArgumentType.TEXT, "proxy_name")
                        .calling(call -> modify(call, Map.of("enabled", false))),
                ExperimentFunction.named(PROXY, "enable_proxy")
                        .required(ArgumentType.TEXT, "proxy_name")
                        .calling(call -> modify(call, Map.of("enabled", true))),
                ExperimentFunction.named(PROXY, "modify_proxy")
                        .required(ArgumentType.TEXT, "proxy_name")
                        .optional(ArgumentType.TEXT, "listen_address", null)
                        .optional(ArgumentType.TEXT, "upstream_address", null)
                        .optional(ArgumentType.BOOLEAN, "enabled", null)
                        .calling(call -> modify(call, changes(call))),
                ExperimentFunction.named(PROXY, "delete_proxy")
                        .required(ArgumentType.TEXT, "proxy_name")
                        .calling(call -> {
                            removed(call, proxy(call, "proxy_name"));
                            return null;
                        }),
                ExperimentFunction.named(PROXY, "reset")
                        .calling(call -> done(call, "POST /reset", API.send("POST", base(call) + "/reset", null))),
                ExperimentFunction.named(PROBES, "proxy_exist")
                        .required(ArgumentType.TEXT, "proxy_name")
                        .calling(call -> read(call)
                                .map(proxy -> call.text("proxy_name").equals(proxy.get("name")))
                                .orElse(false)),
                ExperimentFunction.named(PROBES, "get_proxy_attribute")
                        .required(ArgumentType.TEXT, "proxy_name", "attribute")
                        .calling(ToxiproxyFunctions::attribute),
                ExperimentFunction.named(TOXIC, "delete_toxic")
                        .required(ArgumentType.TEXT, "for_proxy", "toxic_name")
                        .calling(call -> removed(
                                call, proxy(call, "for_proxy") + "/toxics/" + Urls.encode(call.text("toxic_name")))),
                ExperimentFunction.named(TOXIC, "create_toxic")
                        .required(ArgumentType.TEXT, "for_proxy", "toxic_name", "toxic_type")
                        .optional("stream", "downstream")
                        .optional(ArgumentType.NUMBER, "toxicity", 1.0)
                        .optional(ArgumentType.OBJECT, "attributes", null)
                        .calling(call -> createToxic(
                                call,
                                call.text("toxic_type"),
                                call.arguments().get("stream"),
                                call.arguments().get("toxicity"),
                                call.arguments().get("attributes"))),
                toxic("create_latency_toxic", "latency", "latency")
                        .optional("jitter", 0L)
                        .calling(latency()),
                simple("create_bandwith_degradation_toxic", "bandwidth", "rate", "rate"),
                simple("create_slow_connection_close_toxic", "slow_close", "delay", "delay"),
                simple("create_timeout_toxic", "timeout", "timeout", "timeout"),
                toxic("create_slicer_toxic", "average_size", "size_variation", "delay")
                        .calling(call -> createToxic(
                                call,
                                "slicer",
                                "downstream",
                                1.0,
                                some(call, "average_size", "size_variation", "delay"))),
                simple("create_limiter_toxic", "limit_data", "bytes_limit", "bytes"));
    }

    private static ExperimentFunction.Body latency() {
        return call -> createToxic(call, "latency", "downstream", 1.0, some(call, "latency", "jitter"));
    }

    private static ExperimentFunction.Builder toxic(String name, String... attributes) {
        List<String> distinct = List.of(attributes).stream().distinct().toList();
        return ExperimentFunction.named(TOXIC, name)
                .required(ArgumentType.TEXT, "for_proxy", "toxic_name")
                .required(ArgumentType.NUMBER, distinct.toArray(String[]::new));
    }

    private static ExperimentFunction simple(String name, String type, String argument, String attribute) {
        return toxic(name, argument).calling(call -> {
            Map<String, Object> attributes = new LinkedHashMap<>();
            attributes.put(attribute, call.arguments().get(argument));
            return createToxic(call, type, "downstream", 1.0, attributes);
        });
    }

    private static Map<String, @Nullable Object> some(FunctionCall call, String... names) {
        Map<String, @Nullable Object> some = new LinkedHashMap<>();
        for (String name : names) {
            some.put(name, call.arguments().get(name));
        }
        return some;
    }

    private static boolean createToxic(
            FunctionCall call,
            String type,
            @Nullable Object stream,
            @Nullable Object toxicity,
            @Nullable Object attributes) {
        Map<String, @Nullable Object> toxic = new LinkedHashMap<>();
        toxic.put("name", call.text("toxic_name"));
        toxic.put("type", type);
        toxic.put("stream", stream);
        toxic.put("toxicity", toxicity);
        toxic.put("attributes", attributes);
        HttpAnswer answer = API.send("POST", proxy(call, "for_proxy") + "/toxics", toxic);
        if (!ok(answer)) {
            throw API.unexpected("the new toxic '" + call.text("toxic_name") + "'", answer);
        }
        Object made = API.json(answer, "the new toxic");
        return made instanceof Map<?, ?> map && call.text("toxic_name").equals(map.get("name"));
    }

    private static boolean createProxy(FunctionCall call) {
        Map<String, @Nullable Object> proxy = new LinkedHashMap<>();
        proxy.put("name", call.text("proxy_name"));
        proxy.put(
                "listen",
                call.text("listen_host") + ":" + PythonText.str(call.arguments().get("listen_port")));
        proxy.put("upstream", resolved(call, "upstream_host") + ":" + resolved(call, "upstream_port"));
        proxy.put("enabled", call.flag("enabled"));
        HttpAnswer answer = API.send("POST", base(call) + "/proxies", proxy);
        if (!ok(answer)) {
            throw API.unexpected("the new proxy '" + call.text("proxy_name") + "'", answer);
        }
        rememberPort(call, API.json(answer, "the new proxy"));
        return true;
    }

    private static String resolved(FunctionCall call, String argument) {
        Object value = call.arguments().get(argument);
        if (value instanceof String text && text.startsWith("env:")) {
            String name = text.substring("env:".length());
            return call.environment(name)
                    .orElseThrow(() -> new FunctionFailedException("the environment has no variable " + name));
        }
        return PythonText.str(value);
    }

    private static Map<String, @Nullable Object> changes(FunctionCall call) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put("listen", call.arguments().get("listen_address"));
        changes.put("upstream", call.arguments().get("upstream_address"));
        changes.put("enabled", call.arguments().get("enabled"));
        changes.values().removeIf(value -> value == null);
        return changes;
    }

    private static boolean modify(FunctionCall call, Map<String, ? extends @Nullable Object> changes) {
        HttpAnswer answer = API.send("POST", proxy(call, "proxy_name"), changes);
        if (!ok(answer)) {
            throw API.unexpected("a change of the proxy '" + call.text("proxy_name") + "'", answer);
        }
        rememberPort(call, API.json(answer, "the changed proxy"));
        return true;
    }

    private static void rememberPort(FunctionCall call, @Nullable Object proxy) {
        String listen = proxy instanceof Map<?, ?> map ? PythonText.str(map.get("listen")) : "";
        String port = listen.substring(listen.lastIndexOf(':') + 1);
        if (!port.matches("\\d+")) {
            throw new FunctionFailedException("Toxiproxy answered a proxy without a port: " + proxy);
        }
        call.environment(call.text("proxy_name") + "_PORT", port);
    }

    private static @Nullable Object attribute(FunctionCall call) {
        String name = call.text("attribute");
        var proxy = read(call);
        if (proxy.isEmpty()) {
            return missing(call);
        }
        if (!proxy.get().containsKey(name)) {
            throw new FunctionFailedException("KeyError: '" + name + "'");
        }
        return proxy.get().get(name);
    }

    private static @Nullable Object missing(FunctionCall call) {
        if (call.strict()) {
            throw new FunctionFailedException("Toxiproxy has no proxy '" + call.text("proxy_name") + "'");
        }
        return null;
    }

    private static java.util.Optional<Map<?, ?>> read(FunctionCall call) {
        HttpAnswer answer = API.send("GET", proxy(call, "proxy_name"), null);
        if (!ok(answer)) {
            if (call.strict() && answer.status() != 404) {
                throw API.unexpected("the proxy '" + call.text("proxy_name") + "'", answer);
            }
            return java.util.Optional.empty();
        }
        return API.json(answer, "the proxy") instanceof Map<?, ?> map
                ? java.util.Optional.of(map)
                : java.util.Optional.empty();
    }

    private static boolean removed(FunctionCall call, String url) {
        return done(call, "DELETE " + url, API.send("DELETE", url, null));
    }

    private static boolean done(FunctionCall call, String what, HttpAnswer answer) {
        if (!ok(answer) && call.strict()) {
            throw API.unexpected(what, answer);
        }
        return ok(answer);
    }

    private static boolean ok(HttpAnswer answer) {
        return answer.status() < 400;
    }

    private static String proxy(FunctionCall call, String argument) {
        return base(call) + "/proxies/" + Urls.encode(call.text(argument)).replace("+", "%20");
    }

    private static String base(FunctionCall call) {
        Object url = call.configuration().get("toxiproxy_url");
        if (PythonValues.truth(url)) {
            return PythonText.str(url);
        }
        Object host = call.configuration().get("toxiproxy_host");
        if (host == null) {
            throw new FunctionFailedException(
                    "the configuration names no Toxiproxy: it needs toxiproxy_url or toxiproxy_host");
        }
        Object port = call.configuration().get("toxiproxy_port");
        return "http://" + PythonText.str(host) + ":" + (PythonValues.truth(port) ? PythonText.str(port) : "8474");
    }
}
