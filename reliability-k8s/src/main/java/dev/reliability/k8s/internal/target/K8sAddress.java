package dev.reliability.k8s.internal.target;

import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.ObjectRef;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an address of Kubernetes names: {@code k8s:shop/app=web}, {@code k8s:shop/pod/web-1},
 * {@code k8s:shop/deployment/web}, {@code k8s:node/node1}; {@code k8s:shop/*} is every pod of a namespace. A context may follow:
 * {@code k8s:shop/app=web@staging}.
 *
 * @param namespace the namespace; empty for nodes
 * @param sort what is named
 * @param what name, or selector of labels, which is empty for every pod
 */
public record K8sAddress(String namespace, Sort sort, String what) {

    /** Returns the object that it names; empty for a selector. */
    public Optional<ObjectRef> object() {
        return switch (sort) {
            case SELECTOR -> Optional.empty();
            case POD -> Optional.of(new ObjectRef(Kind.POD, namespace, what));
            case DEPLOYMENT -> Optional.of(new ObjectRef(Kind.DEPLOYMENT, namespace, what));
            case STATEFULSET -> Optional.of(new ObjectRef(Kind.STATEFUL_SET, namespace, what));
            case DAEMONSET -> Optional.of(new ObjectRef(Kind.DAEMON_SET, namespace, what));
            case NODE -> Optional.of(new ObjectRef(Kind.NODE, "", what));
        };
    }

    /** What an address names. */
    public enum Sort {
        /** Pods with certain labels. */
        SELECTOR,
        /** One pod. */
        POD,
        /** A deployment. */
        DEPLOYMENT,
        /** A stateful set. */
        STATEFULSET,
        /** A daemon set. */
        DAEMONSET,
        /** A node. */
        NODE;

        static Optional<Sort> of(String word) {
            for (Sort sort : values()) {
                if (sort != SELECTOR && sort.name().equalsIgnoreCase(word)) {
                    return Optional.of(sort);
                }
            }
            return Optional.empty();
        }
    }

    private static final String FORMS = "expected k8s:NAMESPACE/LABEL-SELECTOR, k8s:NAMESPACE/pod/NAME,"
            + " k8s:NAMESPACE/deployment/NAME (statefulset, daemonset) or k8s:node/NAME";

    /** Names of objects as the API allows them: RFC 1123 subdomains. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private static final String CONTEXT = "@.*$";

    private static final Pattern NAMED = Pattern.compile("([^/]+)/([a-z]+)/([^/]+)");

    /** Returns the context that an address ends with; neither names nor selectors have the sign that stands before it. */
    public static Optional<String> context(Address address) {
        int at = address.value().indexOf('@');
        return at < 0
                ? Optional.empty()
                : Optional.of(address.value().substring(at + 1).strip());
    }

    /** Writes the address of the pods that a selector means. */
    public static String text(String namespace, String selector, Optional<String> context) {
        return "k8s:" + namespace + "/" + selector
                + context.map(name -> "@" + name).orElse("");
    }

    /**
     * Reads an address.
     *
     * @throws PlanException if it is none of the forms
     */
    public static K8sAddress parse(Address address) {
        String value = address.value().strip().replaceFirst(CONTEXT, "");
        if (value.endsWith("/*") && value.indexOf('/') == value.length() - 2) {
            return new K8sAddress(name(value.substring(0, value.length() - 2), address), Sort.SELECTOR, "");
        }
        if (value.startsWith("node/")) {
            return new K8sAddress("", Sort.NODE, name(value.substring("node/".length()), address));
        }
        Matcher named = NAMED.matcher(value);
        if (named.matches()) {
            Optional<Sort> sort = Sort.of(named.group(2)).filter(one -> one != Sort.NODE);
            if (sort.isPresent()) {
                return new K8sAddress(name(named.group(1), address), sort.get(), name(named.group(3), address));
            }
        }
        int slash = value.indexOf('/');
        String selector = slash < 0 ? "" : value.substring(slash + 1).strip();
        if (slash < 1 || selector.isEmpty() || !selector.matches(".*[=!(].*|[A-Za-z0-9._-]+")) {
            throw new PlanException(address + " is not an address of Kubernetes: " + FORMS);
        }
        return new K8sAddress(name(value.substring(0, slash), address), Sort.SELECTOR, selector);
    }

    private static String name(String text, Address address) {
        if (!NAME.matcher(text).matches()) {
            throw new PlanException(
                    address + " is not an address of Kubernetes: \"" + text + "\" is not a name; " + FORMS);
        }
        return text;
    }
}
