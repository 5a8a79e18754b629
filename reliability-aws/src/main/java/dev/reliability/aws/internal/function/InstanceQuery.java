package dev.reliability.aws.internal.function;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** Which instances arguments mean. */
final class InstanceQuery {

    private static final int PAGE = 1000;

    private InstanceQuery() {}

    static List<Filter> filters(AwsCall call) {
        return Pojos.read("filters", call.raw("filters"), Filter.class, Filter::builder);
    }

    static List<Reservation> reservations(AwsCall call, List<Filter> filters) {
        return call
                .aws()
                .ec2()
                .describeInstancesPaginator(DescribeInstancesRequest.builder()
                        .filters(filters)
                        .maxResults(PAGE)
                        .build())
                .reservations()
                .stream()
                .toList();
    }

    static List<Instance> byId(AwsCall call, List<String> ids) {
        return instances(call.aws()
                .ec2()
                .describeInstances(request -> request.instanceIds(ids))
                .reservations());
    }

    static List<Instance> instances(List<Reservation> reservations) {
        return reservations.stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    /** Returns those of a zone, by filters, or both. */
    static List<Instance> filtered(AwsCall call) {
        List<Filter> filters = new ArrayList<>(filters(call));
        if (!call.text("az").isEmpty()) {
            filters.add(Filter.builder()
                    .name("availability-zone")
                    .values(call.text("az"))
                    .build());
        }
        return instances(reservations(call, filters));
    }

    static Stream<String> ids(List<Instance> instances) {
        return instances.stream().map(Instance::instanceId);
    }
}
