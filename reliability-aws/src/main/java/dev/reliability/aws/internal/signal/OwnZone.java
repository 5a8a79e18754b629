package dev.reliability.aws.internal.signal;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.spi.PlanException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.HostedZoneConfig;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * The hosted zone of the account that holds a name, and what it has for it.
 *
 * @param id id of the zone
 * @param name its name, without the dot at its end
 * @param servers the name servers that answer for it; none for a zone inside of a VPC
 * @param records the addresses and aliases of the name
 */
record OwnZone(String id, String name, List<String> servers, List<ResourceRecordSet> records) {

    private static final Set<RRType> WANTED = Set.of(RRType.A, RRType.AAAA, RRType.CNAME);

    /** How long a load balancer's addresses are kept, whatever the alias says. */
    private static final long LOAD_BALANCER_TTL = 60;

    /** Copies the lists. */
    OwnZone {
        servers = List.copyOf(servers);
        records = List.copyOf(records);
    }

    /**
     * Finds the zone of a name.
     *
     * @throws PlanException if the account has none that holds it, or none of its records is the name's
     */
    static OwnZone of(Aws aws, String name) {
        List<HostedZone> all =
                aws.route53().listHostedZonesPaginator().hostedZones().stream().toList();
        HostedZone zone = all.stream()
                .filter(one -> holds(bare(one.name()), name))
                // the nearest; of two with the same name the one that the world can ask
                .max(Comparator.<HostedZone>comparingInt(one -> one.name().length())
                        .thenComparing(one -> !hidden(one)))
                .orElseThrow(() -> new PlanException("the zone of " + name + " is not in account "
                        + aws.identity().account() + ", which has "
                        + (all.isEmpty()
                                ? "none"
                                : all.stream()
                                        .map(one -> bare(one.name()))
                                        .distinct()
                                        .sorted()
                                        .collect(Collectors.joining(", ")))
                        + ": ask the name servers alone with dns:" + name));
        String id = zone.id().replaceFirst("^/hostedzone/", "");
        List<ResourceRecordSet> records = aws
                .route53()
                .listResourceRecordSetsPaginator(request -> request.hostedZoneId(id))
                .resourceRecordSets()
                .stream()
                .filter(record ->
                        WANTED.contains(record.type()) && bare(record.name()).equalsIgnoreCase(name))
                .toList();
        if (records.isEmpty()) {
            throw new PlanException(
                    "zone " + bare(zone.name()) + " (" + id + ") has no address and no alias of " + name);
        }
        return new OwnZone(id, bare(zone.name()), hidden(zone) ? List.of() : servers(aws, id), records);
    }

    private static List<String> servers(Aws aws, String id) {
        return aws.route53()
                .getHostedZone(request -> request.id(id))
                .delegationSet()
                .nameServers();
    }

    private static boolean hidden(HostedZone zone) {
        HostedZoneConfig config = zone.config();
        return config != null && Boolean.TRUE.equals(config.privateZone());
    }

    private static boolean holds(String zone, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(zone.toLowerCase(Locale.ROOT)) || lower.endsWith("." + zone.toLowerCase(Locale.ROOT));
    }

    /** Names may end with a dot, and stars are written as their code. */
    private static String bare(String name) {
        return name.replaceFirst("\\.$", "").replace("\\052", "*");
    }

    /** Tells whether the name is an alias of a name that other servers may have to tell. */
    boolean alias() {
        return records.stream().anyMatch(record -> record.type() == RRType.CNAME);
    }

    /** Returns how long resolvers keep an answer, the longest of all; empty where the records do not tell. */
    OptionalLong ttl() {
        return records.stream()
                .mapToLong(record -> {
                    if (record.ttl() != null) {
                        return record.ttl();
                    }
                    boolean balancer = record.aliasTarget() != null
                            && bare(record.aliasTarget().dnsName()).endsWith(".elb.amazonaws.com");
                    return balancer ? LOAD_BALANCER_TTL : -1;
                })
                .filter(seconds -> seconds >= 0)
                .max();
    }
}
