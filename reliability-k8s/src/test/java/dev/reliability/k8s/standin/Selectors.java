package dev.reliability.k8s.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label and field selectors as the server reads them. */
final class Selectors {

    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*(\\S*)");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?");
    private static final Set<String> POD_FIELDS =
            Set.of("metadata.name", "metadata.namespace", "spec.nodeName", "status.phase", "spec.serviceAccountName");

    private Selectors() {}

    static Predicate<JsonNode> labels(String selector) {
        Predicate<JsonNode> all = labels -> true;
        for (String part : split(selector)) {
            all = all.and(requirement(part.strip()));
        }
        Predicate<JsonNode> complete = all;
        return object -> complete.test(object.path("metadata").path("labels"));
    }

    /** Splits at commas outside parentheses. */
    private static List<String> split(String selector) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < selector.length(); i++) {
            char letter = selector.charAt(i);
            depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            if (letter == ',' && depth == 0) {
                parts.add(selector.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(selector.substring(begin));
        parts.removeIf(String::isBlank);
        return parts;
    }

    private static Predicate<JsonNode> requirement(String text) {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            List<String> values = List.of(set.group(3).split("\\s*,\\s*"));
            boolean in = set.group(2).equals("in");
            return labels -> {
                JsonNode label = labels.path(set.group(1));
                return in == (label.isTextual() && values.contains(label.asText()));
            };
        }
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            String value = equality.group(3);
            if (!VALUE.matcher(value).matches()) {
                throw malformed("values[0][" + equality.group(1) + "]: Invalid value: \"" + value
                        + "\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
                        + " '.', and must start and end with an alphanumeric character");
            }
            boolean equal = !equality.group(2).equals("!=");
            return labels -> equal
                    == (labels.has(equality.group(1))
                            && labels.path(equality.group(1)).asText().equals(value));
        }
        if (text.startsWith("!")) {
            return labels -> !labels.has(text.substring(1).strip());
        }
        if (!text.matches("[A-Za-z0-9_./-]+")) {
            throw malformed("found '" + text + "' expected: '('");
        }
        return labels -> labels.has(text);
    }

    private static Refusal malformed(String why) {
        return Refusal.of(400, "BadRequest", "unable to parse requirement: " + why);
    }

    static Predicate<JsonNode> fields(Kind kind, String selector) {
        Predicate<JsonNode> all = object -> true;
        for (String part : split(selector)) {
            boolean equal = !part.contains("!=");
            String[] sides = part.split("!?==?", 2);
            if (sides.length < 2) {
                throw Refusal.of(
                        400, "BadRequest", "invalid selector: '" + part + "'; can't understand '" + part + "'");
            }
            if (kind == Kind.POD && !POD_FIELDS.contains(sides[0])) {
                throw Refusal.of(400, "BadRequest", "field label not supported: " + sides[0]);
            }
            all = all.and(object -> equal
                    == object.at("/" + sides[0].replace('.', '/')).asText().equals(sides[1]));
        }
        return all;
    }
}
