package dev.reliability.internal.process;

import dev.reliability.internal.link.TcpLink;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The links of one process: opened when first needed, kept over restarts, closed with the process. */
public final class ProcessLinks {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{link\\.([^}]*)}");
    private static final String PORT = ".port";

    private final Map<String, LinkDeclaration> declared = new LinkedHashMap<>();
    private final Map<String, TcpLink> open = new LinkedHashMap<>();

    public ProcessLinks(List<LinkDeclaration> declarations) {
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
        return open().get(name).port();
    }

    /** All links by name, in the order of declaration, open from now on until the process is closed. */
    public synchronized Map<String, TcpLink> open() {
        for (LinkDeclaration link : declared.values()) {
            // a name that does not resolve yet is looked up anew by each connection
            open.computeIfAbsent(
                    link.name(),
                    name -> TcpLink.open(name, InetSocketAddress.createUnresolved(link.host(), link.port())));
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(open));
    }

    synchronized void close() {
        open.values().forEach(TcpLink::close);
        open.clear();
    }

    /** Says what is wrong with the placeholders of a text, or returns null. */
    public static @Nullable String problem(String text, List<LinkDeclaration> declarations) {
        ProcessLinks links = new ProcessLinks(declarations);
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
