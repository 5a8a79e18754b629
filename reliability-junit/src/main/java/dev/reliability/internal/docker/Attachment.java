package dev.reliability.internal.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.internal.shell.Quoting;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a container is on a network, or is to be when it runs.
 *
 * @param network its name
 * @param id of the network; empty while the container is not on it
 * @param settings what was asked for when the container was connected, as JSON
 * @param connected whether the container is on it now: an engine keeps the wish of a container that does not run, or whose address
 *     is taken
 */
record Attachment(String network, String id, String settings, boolean connected) {

    /** What somebody asked for; the rest of what an engine tells is what came of it. */
    private static final List<String> ASKED = List.of("IPAMConfig", "Links", "Aliases", "DriverOpts", "GwPriority");

    /** In ASCII, so that it reaches another process whatever the locale is. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final int SHORT_ID = 12;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

    /** @param found the container, as the engine describes it */
    static Attachment of(String network, JsonNode settings, JsonNode found) {
        ObjectNode asked = JSON.createObjectNode();
        ASKED.stream().filter(settings::hasNonNull).forEach(name -> asked.set(name, settings.get(name)));
        if (asked.get("Aliases") instanceof ArrayNode aliases) {
            asked.set("Aliases", withoutOwn(aliases, found.path("Id").asText()));
        }
        String hardware = found.path("Config").path("MacAddress").asText("");
        if (!hardware.isEmpty() && hardware.equals(settings.path("MacAddress").asText())) {
            asked.put("MacAddress", hardware);
        }
        return new Attachment(
                network,
                settings.path("NetworkID").asText(),
                written(asked),
                !settings.path("EndpointID").asText("").isEmpty());
    }

    private static String written(ObjectNode asked) {
        try {
            return JSON.writeValueAsString(asked);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode asked() {
        try {
            return JSON.readTree(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether a container that is on the network like this has all that it had there before: names, links and fixed addresses. Another
     * network of the same name is none that it was taken off.
     */
    boolean has(Attachment before) {
        if (!id.isEmpty() && !id.equals(before.id)) {
            return true;
        }
        JsonNode now = asked();
        JsonNode then = before.asked();
        return Stream.of("Aliases", "Links")
                        .allMatch(name -> texts(now.path(name)).containsAll(texts(then.path(name))))
                && Stream.of("IPv4Address", "IPv6Address")
                        .map(name -> "/IPAMConfig/" + name)
                        .allMatch(at -> then.at(at).asText("").isEmpty()
                                || then.at(at).asText().equals(now.at(at).asText()));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** The network in a command line: by its id where the name could be taken for something else. */
    String word() {
        return PLAIN.matcher(network).matches() ? network : id;
    }

    /** The engine adds the short id of the container by itself. */
    private static ArrayNode withoutOwn(ArrayNode aliases, String id) {
        ArrayNode others = JSON.createArrayNode();
        aliases.forEach(alias -> {
            if (alias.asText().length() != SHORT_ID || !id.startsWith(alias.asText())) {
                others.add(alias);
            }
        });
        return others;
    }

    /** The settings as options of the engine's own client, each with a blank behind it. */
    String options() {
        StringBuilder options = new StringBuilder();
        JsonNode asked = asked();
        append(options, "--ip", asked.at("/IPAMConfig/IPv4Address").asText(""));
        append(options, "--ip6", asked.at("/IPAMConfig/IPv6Address").asText(""));
        asked.at("/IPAMConfig/LinkLocalIPs").forEach(address -> append(options, "--link-local-ip", address.asText()));
        asked.path("Aliases").forEach(alias -> append(options, "--alias", inList(alias.asText())));
        asked.path("Links").forEach(link -> append(options, "--link", link.asText()));
        JsonNode driver = asked.path("DriverOpts");
        driver.fieldNames()
                .forEachRemaining(name -> append(
                        options,
                        "--driver-opt",
                        inList(name + "=" + driver.path(name).asText())));
        // older clients do not know it
        if (asked.path("GwPriority").asInt() != 0) {
            append(options, "--gw-priority", asked.path("GwPriority").asText());
        }
        return options.toString();
    }

    /** The client takes some options for lists with commas in between, and quotes in them for those of a table. */
    private static String inList(String text) {
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static void append(StringBuilder options, String option, String value) {
        if (!value.isEmpty()) {
            options.append(option).append(' ').append(Quoting.quote(value)).append(' ');
        }
    }
}
