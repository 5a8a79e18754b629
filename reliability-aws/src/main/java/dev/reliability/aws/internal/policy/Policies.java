package dev.reliability.aws.internal.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.Right;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the least that grants rights: a policy for the controller, and for each role that it hands on a policy and who may assume it. */
public final class Policies {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "2012-10-17";

    private Policies() {}

    /** Returns all documents in one, by whom each is for. */
    public static String of(Set<Right> rights) {
        Map<String, List<Right>> byRole = rights.stream()
                .collect(Collectors.groupingBy(
                        right -> right.details().getOrDefault(Rights.ROLE, ""), TreeMap::new, Collectors.toList()));
        ObjectNode all = JSON.createObjectNode();
        byRole.forEach((role, of) -> {
            if (role.isEmpty()) {
                all.set("controller", policy(of));
            } else {
                ObjectNode about = all.putObject("role " + role);
                about.set("policy", policy(of));
                about.set("trust", trust(role));
            }
        });
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Scope(String resource, Optional<String> tag, Optional<String> service) {

        static Scope of(Right right) {
            return new Scope(
                    right.on(),
                    Optional.ofNullable(right.details().get(Rights.TAG)),
                    Optional.ofNullable(right.details().get(Rights.SERVICE)));
        }

        String key() {
            return resource + tag.orElse("") + service.orElse("");
        }
    }

    private static ObjectNode policy(Collection<Right> rights) {
        Map<Scope, Set<String>> actions = new TreeMap<>(Comparator.comparing(Scope::key));
        for (Right right : rights) {
            actions.computeIfAbsent(Scope.of(right), unused -> new TreeSet<>()).add(right.action());
        }
        ObjectNode policy = JSON.createObjectNode().put("Version", VERSION);
        ArrayNode statements = policy.putArray("Statement");
        actions.forEach((scope, names) -> {
            ObjectNode statement = statements.addObject().put("Effect", "Allow");
            names.forEach(statement.putArray("Action")::add);
            statement.put("Resource", scope.resource());
            scope.tag().ifPresent(tag -> {
                int equals = tag.indexOf('=');
                statement
                        .putObject("Condition")
                        .putObject("StringEquals")
                        .put("aws:ResourceTag/" + tag.substring(0, equals), tag.substring(equals + 1));
            });
            scope.service().ifPresent(service -> statement
                    .putObject("Condition")
                    .putObject("StringEquals")
                    .put("iam:PassedToService", service));
        });
        return policy;
    }

    private static ObjectNode trust(String role) {
        String account = role.split(":", -1)[4];
        ObjectNode policy = JSON.createObjectNode().put("Version", VERSION);
        ObjectNode statement =
                policy.putArray("Statement").addObject().put("Effect", "Allow").put("Action", "sts:AssumeRole");
        statement.putObject("Principal").put("Service", "scheduler.amazonaws.com");
        statement.putObject("Condition").putObject("StringEquals").put("aws:SourceAccount", account);
        return policy;
    }
}
