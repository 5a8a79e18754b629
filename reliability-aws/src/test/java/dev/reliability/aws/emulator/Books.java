package dev.reliability.aws.emulator;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;

/** What a region of the emulator has in its books, as its owner sees and changes it. */
public final class Books implements AutoCloseable {

    private static final String IMAGE = "ami-12c6146b";

    /** What tests do to the credentials of the library is none of its business. */
    private static final AwsCredentialsProvider OWNER =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("testing", "testing"));

    private final String region;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final Ec2Client ec2;
    private final SchedulerClient scheduler;
    private final AutoScalingClient autoScaling;

    /** The books of a region. */
    public Books(String region) {
        this.region = region;
        URI url = Moto.url();
        this.ec2 = Ec2Client.builder()
                .region(Region.of(region))
                .endpointOverride(url)
                .credentialsProvider(OWNER)
                .httpClient(http)
                .build();
        this.scheduler = SchedulerClient.builder()
                .region(Region.of(region))
                .endpointOverride(url)
                .credentialsProvider(OWNER)
                .httpClient(http)
                .build();
        this.autoScaling = AutoScalingClient.builder()
                .region(Region.of(region))
                .endpointOverride(url)
                .credentialsProvider(OWNER)
                .httpClient(http)
                .build();
    }

    /** Returns the region. */
    public String region() {
        return region;
    }

    /** Returns a client of instances. */
    public Ec2Client ec2() {
        return ec2;
    }

    /** Returns a client of schedules. */
    public SchedulerClient scheduler() {
        return scheduler;
    }

    /** Returns a client of groups. */
    public AutoScalingClient autoScaling() {
        return autoScaling;
    }

    /** Runs an instance that allows attacks, and has a name. */
    public String instance(String name) {
        return instances(1, Map.of("Name", name, "reliability", "allowed"), request -> {})
                .get(0);
    }

    /** The same with an address of its own, in a network made for it. */
    public String instance(String name, String address) {
        String subnet = subnet(address.substring(0, address.lastIndexOf('.')) + ".0/24");
        return instances(1, Map.of("Name", name, "reliability", "allowed"), request -> request.subnetId(subnet)
                        .privateIpAddress(address))
                .get(0);
    }

    private String subnet(String range) {
        return ec2
                .describeSubnets(request -> request.filters(
                        Filter.builder().name("cidr-block").values(range).build()))
                .subnets()
                .stream()
                .findFirst()
                .map(Subnet::subnetId)
                .orElseGet(() -> {
                    String vpc = ec2.createVpc(request -> request.cidrBlock(range))
                            .vpc()
                            .vpcId();
                    return ec2.createSubnet(request -> request.vpcId(vpc).cidrBlock(range))
                            .subnet()
                            .subnetId();
                });
    }

    /** Runs instances. */
    public List<String> instances(int number, Map<String, String> tags, Consumer<RunInstancesRequest.Builder> more) {
        return ec2
                .runInstances(request -> {
                    request.imageId(IMAGE)
                            .instanceType(InstanceType.M1_SMALL)
                            .minCount(number)
                            .maxCount(number)
                            .tagSpecifications(TagSpecification.builder()
                                    .resourceType(ResourceType.INSTANCE)
                                    .tags(tags.entrySet().stream()
                                            .map(tag -> Tag.builder()
                                                    .key(tag.getKey())
                                                    .value(tag.getValue())
                                                    .build())
                                            .toList())
                                    .build());
                    more.accept(request);
                })
                .instances()
                .stream()
                .map(Instance::instanceId)
                .toList();
    }

    /** Runs a group of instances that allow attacks; returns their ids. */
    public List<String> group(String name, int size) {
        autoScaling.createLaunchConfiguration(
                request -> request.launchConfigurationName(name).imageId(IMAGE).instanceType("m1.small"));
        autoScaling.createAutoScalingGroup(request -> request.autoScalingGroupName(name)
                .launchConfigurationName(name)
                .availabilityZones(region + "a", region + "b")
                .minSize(size)
                .maxSize(size + 2)
                .desiredCapacity(size)
                .tags(software.amazon.awssdk.services.autoscaling.model.Tag.builder()
                        .key("reliability")
                        .value("allowed")
                        .propagateAtLaunch(true)
                        .resourceId(name)
                        .resourceType("auto-scaling-group")
                        .build()));
        return members(name);
    }

    /** Returns the ids of the members of a group. */
    public List<String> members(String name) {
        return autoScaling
                .describeAutoScalingGroups(request -> request.autoScalingGroupNames(name))
                .autoScalingGroups()
                .get(0)
                .instances()
                .stream()
                .map(member -> member.instanceId())
                .toList();
    }

    /** Returns an instance. */
    public Instance find(String id) {
        return ec2.describeInstances(request -> request.instanceIds(id))
                .reservations()
                .get(0)
                .instances()
                .get(0);
    }

    /** Returns the state of an instance. */
    public String state(String id) {
        return find(id).state().nameAsString();
    }

    /** Has a group replace a member that is gone, as AWS does by itself. */
    public void replace(String group, String gone, int size) {
        autoScaling.detachInstances(
                request -> request.autoScalingGroupName(group).instanceIds(gone).shouldDecrementDesiredCapacity(false));
        autoScaling.setDesiredCapacity(
                request -> request.autoScalingGroupName(group).desiredCapacity(size));
    }

    /** Returns the schedules that are there for an instance. */
    public List<GetScheduleResponse> schedules(String id) {
        return scheduler.listSchedules(request -> request.namePrefix("reliability-" + id)).schedules().stream()
                .map(ScheduleSummary::name)
                .map(name -> scheduler.getSchedule(request -> request.name(name)))
                .toList();
    }

    /** Arms a restart as another run would. */
    public void schedule(String name, String id) {
        scheduler.createSchedule(request -> request.name(name)
                .groupName("default")
                .scheduleExpression("at(2099-01-01T00:00:00)")
                .flexibleTimeWindow(window -> window.mode("OFF"))
                .target(target -> target.arn("arn:aws:scheduler:::aws-sdk:ec2:startInstances")
                        .roleArn("arn:aws:iam::" + Moto.ACCOUNT + ":role/reliability-restart")
                        .input("{\"InstanceIds\":[\"" + id + "\"]}")));
    }

    @Override
    public void close() {
        ec2.close();
        scheduler.close();
        autoScaling.close();
        http.close();
    }
}
