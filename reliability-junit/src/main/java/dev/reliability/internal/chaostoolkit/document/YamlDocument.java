package dev.reliability.internal.chaostoolkit.document;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.document.DocumentBuilder.UnreadableException;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML events into plain values: nothing is constructed by tag, and aliases count as what they repeat. */
final class YamlDocument {
    private static final String MERGE = "<<";

    private final DocumentBuilder builder;
    private final Mode mode;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private Iterator<Event> events = Collections.emptyIterator();

    YamlDocument(DocumentBuilder builder, Mode mode) {
        this.builder = builder;
        this.mode = mode;
    }

    @Nullable
    Object parse(byte[] content) throws UnreadableException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(builder.file)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        try {
            events = new Parse(settings)
                    .parseInputStream(new ByteArrayInputStream(content))
                    .iterator();
            events.next();
            Event start = events.next();
            if (start.getEventId() != Event.ID.DocumentStart) {
                throw new UnreadableException(1, "", "empty: not a YAML document");
            }
            Object root = value(events.next(), "", 0);
            events.next();
            Event end = events.next();
            if (end.getEventId() != Event.ID.StreamEnd) {
                throw new UnreadableException(line(end), "", "more than one YAML document");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw new UnreadableException(line, "", "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new UnreadableException(0, "", "not valid YAML: " + e.getMessage());
        }
    }

    private @Nullable Object value(Event event, String pointer, int depth) throws UnreadableException {
        int line = line(event);
        builder.node(pointer, line, depth);
        if (event instanceof AliasEvent alias) {
            return aliased(alias, pointer, line);
        }
        long before = builder.nodes();
        Optional<Anchor> anchor = Optional.empty();
        Object value;
        if (event instanceof ScalarEvent scalar) {
            anchor = scalar.getAnchor();
            checkNew(anchor, pointer, line);
            value = scalar(scalar, pointer, line);
        } else {
            CollectionStartEvent start = (CollectionStartEvent) event;
            anchor = start.getAnchor();
            checkNew(anchor, pointer, line);
            // known already, so that a reference from inside of itself is recognised
            anchor.ifPresent(name -> anchors.put(name, Anchored.OPEN));
            checkTag(start.getTag(), start instanceof MappingStartEvent ? "map" : "seq", pointer, line);
            value = start instanceof SequenceStartEvent ? sequence(pointer, depth) : mapping(pointer, depth);
        }
        Anchored anchored = new Anchored(value, builder.nodes() - before + 1);
        anchor.ifPresent(name -> anchors.put(name, anchored));
        return value;
    }

    private void checkNew(Optional<Anchor> anchor, String pointer, int line) throws UnreadableException {
        if (anchor.isPresent() && anchors.containsKey(anchor.get())) {
            throw new UnreadableException(line, pointer, "the anchor '" + anchor.get() + "' is there twice");
        }
    }

    private @Nullable Object aliased(AliasEvent alias, String pointer, int line) throws UnreadableException {
        Anchored target = anchors.get(alias.getAlias());
        if (target == null) {
            throw new UnreadableException(line, pointer, "no anchor '" + alias.getAlias() + "' before this alias");
        }
        if (target.nodes() == 0) {
            throw new UnreadableException(line, pointer, "the alias '" + alias.getAlias() + "' contains itself");
        }
        builder.count(target.nodes(), pointer, line);
        return target.value();
    }

    private List<@Nullable Object> sequence(String pointer, int depth) throws UnreadableException {
        List<@Nullable Object> list = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            list.add(value(next, Pointers.child(pointer, list.size()), depth + 1));
        }
        return Collections.unmodifiableList(list);
    }

    private Map<String, @Nullable Object> mapping(String pointer, int depth) throws UnreadableException {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            int line = line(next);
            boolean merge = next instanceof ScalarEvent key
                    && key.isPlain()
                    && key.getValue().equals(MERGE);
            String key = key(next, pointer, depth);
            String child = Pointers.child(pointer, key);
            Object value = value(events.next(), child, depth + 1);
            if (merge) {
                merge(merged, value, child, line);
            } else {
                if (own.containsKey(key) && mode == Mode.STRICT) {
                    builder.problem(child, line, "the key '" + key + "' is there twice");
                }
                own.put(key, value);
            }
        }
        if (merged.isEmpty()) {
            return Collections.unmodifiableMap(own);
        }
        merged.putAll(own);
        return Collections.unmodifiableMap(merged);
    }

    private String key(Event event, String pointer, int depth) throws UnreadableException {
        int line = line(event);
        if (!(event instanceof ScalarEvent) && !(event instanceof AliasEvent)) {
            throw new UnreadableException(line, pointer, "a key must be a text, not a list or a mapping");
        }
        if (event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().equals(MERGE)) {
            return MERGE;
        }
        Object key = value(event, pointer, depth);
        if (!(key instanceof String) && mode == Mode.STRICT) {
            builder.problem(pointer, line, "the key " + PythonText.repr(key) + " is not a text; put it in quotes");
        }
        return PythonText.str(key);
    }

    private void merge(Map<String, @Nullable Object> merged, @Nullable Object value, String pointer, int line)
            throws UnreadableException {
        List<?> sources = value instanceof List<?> list ? list : Collections.singletonList(value);
        for (Object source : sources) {
            if (!(source instanceof Map<?, ?> map)) {
                throw new UnreadableException(line, pointer, "only mappings can be merged with '<<'");
            }
            map.forEach((key, element) -> merged.putIfAbsent((String) key, element));
        }
    }

    private @Nullable Object scalar(ScalarEvent event, String pointer, int line) throws UnreadableException {
        String text = event.getValue();
        Optional<String> tag = event.getTag().filter(name -> !name.equals("!"));
        if (tag.isPresent()) {
            checkTag(tag, "str", pointer, line);
            return text;
        }
        if (!event.isPlain() || event.getTag().isPresent()) {
            return text;
        }
        if (YamlScalars.isDate(text) && (mode == Mode.STRICT || pointer.endsWith("/tolerance"))) {
            builder.problem(pointer, line, "'" + text + "' is a date in YAML, not a text; put it in quotes");
        }
        if (text.length() > Limits.DIGITS && text.chars().allMatch(Character::isDigit)) {
            throw new UnreadableException(line, pointer, "a whole number of more than " + Limits.DIGITS + " digits");
        }
        return YamlScalars.resolve(text);
    }

    /** Strict mode knows no tags at all; the tool accepts the standard ones, of which these change nothing. */
    private void checkTag(Optional<String> tag, String harmless, String pointer, int line) throws UnreadableException {
        if (tag.isEmpty() || tag.get().equals("!")) {
            return;
        }
        if (mode == Mode.STRICT || !tag.get().equals("tag:yaml.org,2002:" + harmless)) {
            throw new UnreadableException(line, pointer, "YAML tags such as '" + tag.get() + "' are not allowed");
        }
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    private record Anchored(@Nullable Object value, long nodes) {
        static final Anchored OPEN = new Anchored(null, 0);
    }
}
