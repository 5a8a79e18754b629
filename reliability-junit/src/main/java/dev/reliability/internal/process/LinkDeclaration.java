package dev.reliability.internal.process;

/**
 * A dependency that a process reaches through the test JVM.
 *
 * @param name the host by which the process, and whoever attacks it, knows the dependency
 * @param host where the dependency really is
 */
public record LinkDeclaration(String name, String host, int port) {

    /**
     * Understands {@code HOST:PORT} and {@code [IPV6]:PORT}.
     *
     * @throws IllegalArgumentException if name or upstream cannot be used
     */
    public static LinkDeclaration parse(String name, String upstream) {
        if (name.isBlank() || !name.matches("[^\\s${}]+")) {
            throw new IllegalArgumentException("link \"" + name + "\": expected a host name");
        }
        int colon = upstream.lastIndexOf(':');
        String host = colon < 0 ? upstream : upstream.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        int port = colon < 0 ? 0 : port(upstream.substring(colon + 1));
        if (bare.isBlank() || !bare.matches("[^\\s/]+") || (!bracketed && bare.contains(":")) || port == 0) {
            throw new IllegalArgumentException(
                    "link \"" + name + "\" to \"" + upstream + "\": expected HOST:PORT with a port of 1 to 65535");
        }
        return new LinkDeclaration(name, bare, port);
    }

    /** As it was declared. */
    public String upstream() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static int port(String digits) {
        return digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) <= 65535 ? Integer.parseInt(digits) : 0;
    }
}
