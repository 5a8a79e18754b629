package dev.reliability.internal.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The links of one process: opened when first needed, kept over restarts, closed with the process. */
public final class ProcessLinks {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{link\\.([^}]*)}");
    private static final String PORT = ".port";

    private final String process;
    private final Map<String, LinkDeclaration> declared = new LinkedHashMap<>();
    private LinkEngine.@Nullable OpenLinks open;

    public ProcessLinks(String process, List<LinkDeclaration> declarations) {
        this.process = process;
        declarations.forEach(link -> declared.put(link.name(), link));
    }

    public List<LinkDeclaration> declarations() {
        return List.copyOf(declared.values());
    }

    /**
     * The port of 127.0.0.1 by which the process reaches the dependency of that name.
     *
     * @throws IllegalArgumentException if no such link is declared
     */
    public int port(String name) {
        if (!declared.containsKey(name)) {
            throw new IllegalArgumentException(unknown(name));
        }
        return open().port(name);
    }

    /** What the engine opened, for those who attack it. */
    public synchronized LinkEngine.OpenLinks open() {
        if (open == null) {
            LinkEngine engine = ServiceLoader.load(LinkEngine.class, LinkEngine.class.getClassLoader())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "process " + process + " declares links, but there is no link engine on the class path"));
            open = engine.open(process, declarations());
        }
        return open;
    }

    synchronized void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    /** Says what is wrong with the placeholders of a text, or returns null. */
    public static @Nullable String problem(String text, List<LinkDeclaration> declarations) {
        ProcessLinks links = new ProcessLinks("", declarations);
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !links.knows(name))
                .findFirst()
                .map(name -> "${link." + name + "}: " + links.unknown(name))
                .orElse(null);
    }

    /** Replaces <code>${link.NAME}</code> and <code>${link.NAME.port}</code>. */
    String resolve(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
    }

    private String value(String name) {
        // a host may itself end in ".port"
        if (!declared.containsKey(name) && knows(name)) {
            return Integer.toString(port(name.substring(0, name.length() - PORT.length())));
        }
        return "127.0.0.1:" + port(name);
    }

    private boolean knows(String name) {
        return declared.containsKey(name)
                || (name.endsWith(PORT) && declared.containsKey(name.substring(0, name.length() - PORT.length())));
    }

    private String unknown(String name) {
        return "no link \"" + name + "\" is declared; "
                + (declared.isEmpty() ? "there are none" : "declared are " + String.join(", ", declared.keySet()));
    }
}
