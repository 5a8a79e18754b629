package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.spi.FunctionFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A label selector as Kubernetes writes it: {@code app=web,tier in (a, b),!canary}. */
final class LabelSelector {
    private static final String KEY = "[A-Za-z0-9./_-]+";
    private static final Pattern SET = Pattern.compile("(" + KEY + ")\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("(" + KEY + ")\\s*(==|=|!=)\\s*([A-Za-z0-9._-]*)");
    private static final Pattern PRESENCE = Pattern.compile("(!?)\\s*(" + KEY + ")");
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    private final List<Predicate<Map<String, String>>> requirements = new ArrayList<>();

    private LabelSelector() {}

    static LabelSelector of(String text) {
        LabelSelector selector = new LabelSelector();
        for (String requirement : COMMA.split(text, -1)) {
            if (!requirement.isBlank()) {
                selector.requirements.add(requirement(requirement.strip(), text));
            }
        }
        return selector;
    }

    boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.test(labels));
    }

    private static Predicate<Map<String, String>> requirement(String text, String all) {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            String key = set.group(1);
            Set<String> values = Set.copyOf(List.of(set.group(3).strip().split("\\s*,\\s*")));
            boolean in = set.group(2).equals("in");
            return labels -> in == values.contains(labels.getOrDefault(key, "\0"));
        }
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            boolean equal = !equality.group(2).equals("!=");
            return labels -> equal == equality.group(3).equals(labels.get(equality.group(1)));
        }
        Matcher presence = PRESENCE.matcher(text);
        if (presence.matches()) {
            return labels -> presence.group(1).isEmpty() == labels.containsKey(presence.group(2));
        }
        throw new FunctionFailedException("the label selector '" + all + "' is not understood at '" + text + "'");
    }
}
