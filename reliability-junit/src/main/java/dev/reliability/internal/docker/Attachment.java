package dev.reliability.internal.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.internal.shell.Quoting;
import java.util.List;

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

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHORT_ID = 12;

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
                asked.toString(),
                !settings.path("EndpointID").asText("").isEmpty());
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
        try {
            JsonNode asked = JSON.readTree(settings);
            append(options, "--ip", asked.path("IPAMConfig").path("IPv4Address"));
            append(options, "--ip6", asked.path("IPAMConfig").path("IPv6Address"));
            asked.path("Aliases").forEach(alias -> append(options, "--alias", alias));
            asked.path("Links").forEach(link -> append(options, "--link", link));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return options.toString();
    }

    private static void append(StringBuilder options, String option, JsonNode value) {
        if (!value.asText("").isEmpty()) {
            options.append(option)
                    .append(' ')
                    .append(Quoting.quote(value.asText()))
                    .append(' ');
        }
    }
}
