package dev.reliability.aws.internal.signal;

import dev.reliability.aws.internal.client.Aws;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/** The records that a health check fails over, found once while planning. */
final class FailoverRecords {

    /**
     * One name: what is answered while its health check is healthy, and what otherwise.
     *
     * @param zone id of its zone
     * @param primary answered while the check is healthy
     * @param secondary answered while it is not
     */
    record Pair(String zone, ResourceRecordSet primary, ResourceRecordSet secondary) {

        /** Returns the health check of the other side, without which that counts as healthy. */
        Optional<String> standbyCheck() {
            return Optional.ofNullable(secondary.healthCheckId()).filter(id -> !id.isEmpty());
        }
    }

    private FailoverRecords() {}

    static List<Pair> of(Aws aws, String check, Optional<String> zone) {
        List<Pair> pairs = new ArrayList<>();
        for (String one : zone.map(List::of).orElseGet(() -> zones(aws))) {
            List<ResourceRecordSet> records = aws
                    .route53()
                    .listResourceRecordSetsPaginator(request -> request.hostedZoneId(one))
                    .resourceRecordSets()
                    .stream()
                    .filter(record -> record.failover() != null)
                    .toList();
            records.stream()
                    .filter(record -> record.failover() == ResourceRecordSetFailover.PRIMARY)
                    .filter(record -> check.equals(record.healthCheckId()))
                    .forEach(primary -> records.stream()
                            .filter(other -> other.failover() == ResourceRecordSetFailover.SECONDARY)
                            .filter(other -> other.name().equals(primary.name()) && other.type() == primary.type())
                            .forEach(secondary -> pairs.add(new Pair(one, primary, secondary))));
        }
        return pairs;
    }

    private static List<String> zones(Aws aws) {
        return aws.route53().listHostedZonesPaginator().hostedZones().stream()
                .map(HostedZone::id)
                .map(id -> id.replaceFirst("^/hostedzone/", ""))
                .toList();
    }

    /** Returns what a record answers: addresses, or the names that it leads to. */
    static Set<String> values(ResourceRecordSet record) {
        Set<String> values = new LinkedHashSet<>();
        Stream.concat(
                        record.resourceRecords().stream().map(one -> one.value()),
                        Optional.ofNullable(record.aliasTarget()).map(target -> target.dnsName()).stream())
                .map(text -> text.endsWith(".") ? text.substring(0, text.length() - 1) : text)
                .forEach(values::add);
        return values;
    }

    /** Returns how long clients keep the answers, the longest of them; empty for aliases, which have none of their own. */
    static OptionalLong ttl(List<Pair> pairs) {
        return pairs.stream()
                .flatMap(pair -> Stream.of(pair.primary(), pair.secondary()))
                .filter(record -> record.ttl() != null)
                .mapToLong(ResourceRecordSet::ttl)
                .max();
    }
}
