package dev.reliability.aws.internal.client;

import dev.reliability.spi.SharedClients;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One account and region as one identity sees it. Each service has two clients, opened at their first use: one that reads and
 * holds itself back where it is throttled, and one that undoes and does not. Thread-safe.
 */
public final class Aws implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(15);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(45);

    private final Session session;
    private final Access access;
    private final SdkHttpClient http;
    private final Calls calls = new Calls();
    private final Map<String, SdkClient> clients = new ConcurrentHashMap<>();
    private final Map<Service, ServerClock> clocks = new ConcurrentHashMap<>();
    private volatile @Nullable Identity identity;

    private enum Use {
        READ(RetryMode.ADAPTIVE_V2),
        SURE(RetryMode.STANDARD);

        private final RetryMode mode;

        Use(RetryMode mode) {
            this.mode = mode;
        }
    }

    /**
     * Returns the clients of a configuration, which all targets, signals, alarms and functions share.
     *
     * @throws NoAccess if no region is configured
     */
    public static Aws of(Access access) {
        Access known = access.region().isPresent()
                ? access
                : access.in(Session.of(access).region().id());
        return SharedClients.of(Aws.class, known, Aws::new);
    }

    private Aws(Access access) {
        this.access = access;
        this.session = Session.of(access);
        this.http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_LIMIT)
                .socketTimeout(ATTEMPT_LIMIT)
                .build();
    }

    /** Returns how it was configured. */
    public Access access() {
        return access;
    }

    /** Returns the region. */
    public String region() {
        return session.region().id();
    }

    /** Returns the calls that were made so far. */
    public Calls calls() {
        return calls;
    }

    /** Returns the clock of a service, as far as its answers have told it. */
    public ServerClock clock(Service service) {
        return clocks.computeIfAbsent(service, unused -> new ServerClock(Clock.systemUTC()));
    }

    /** Returns who asks; asked once. */
    public Identity identity() {
        Identity known = identity;
        if (known == null) {
            known = Identity.of(sts().getCallerIdentity());
            identity = known;
        }
        return known;
    }

    /** Returns the ARN of something in this account and region: {@code arn("ec2", "instance/i-0abc")}. */
    public String arn(String service, String resource) {
        Identity who = identity();
        return "arn:" + who.partition() + ":" + service + ":" + region() + ":" + who.account() + ":" + resource;
    }

    /** Returns a client that reads instances. */
    public Ec2Client ec2() {
        return client(Ec2Client.class, Service.EC2, Use.READ, Ec2Client::builder);
    }

    /** Returns a client that changes instances. */
    public Ec2Client ec2ToChange() {
        return client(Ec2Client.class, Service.EC2, Use.SURE, Ec2Client::builder);
    }

    /** Returns a client that reads groups. */
    public AutoScalingClient autoScaling() {
        return client(AutoScalingClient.class, Service.AUTO_SCALING, Use.READ, AutoScalingClient::builder);
    }

    /** Returns a client that changes groups. */
    public AutoScalingClient autoScalingToChange() {
        return client(AutoScalingClient.class, Service.AUTO_SCALING, Use.SURE, AutoScalingClient::builder);
    }

    /** Returns a client of schedules; these are only there to undo. */
    public SchedulerClient scheduler() {
        return client(SchedulerClient.class, Service.SCHEDULER, Use.SURE, SchedulerClient::builder);
    }

    /** Returns a client that tells who asks. */
    public StsClient sts() {
        return client(StsClient.class, Service.STS, Use.SURE, StsClient::builder);
    }

    /** Returns a client that reads databases. */
    public RdsClient rds() {
        return client(RdsClient.class, Service.RDS, Use.READ, RdsClient::builder);
    }

    /** Returns a client that changes databases. */
    public RdsClient rdsToChange() {
        return client(RdsClient.class, Service.RDS, Use.SURE, RdsClient::builder);
    }

    /** Returns a client that reads alarms. */
    public CloudWatchClient cloudWatch() {
        return client(CloudWatchClient.class, Service.CLOUD_WATCH, Use.READ, CloudWatchClient::builder);
    }

    /** Returns a client that changes alarms and the data behind them. */
    public CloudWatchClient cloudWatchToChange() {
        return client(CloudWatchClient.class, Service.CLOUD_WATCH, Use.SURE, CloudWatchClient::builder);
    }

    /** Returns a client that reads health checks and records. */
    public Route53Client route53() {
        return client(Route53Client.class, Service.ROUTE_53, Use.READ, Route53Client::builder);
    }

    /** Returns a client that reads load balancers. */
    public ElasticLoadBalancingV2Client loadBalancing() {
        return client(
                ElasticLoadBalancingV2Client.class,
                Service.LOAD_BALANCING,
                Use.READ,
                ElasticLoadBalancingV2Client::builder);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkClient> C client(
            Class<C> type, Service service, Use use, Supplier<B> builder) {
        SdkClient client = clients.computeIfAbsent(service + " " + use, unused -> open(service, use, builder.get()));
        return type.cast(client);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkClient> C open(
            Service service, Use use, B builder) {
        Optional<String> endpoint = access.endpoint(service);
        endpoint.ifPresent(url -> builder.endpointOverride(URI.create(url)));
        return builder.region(session.region())
                .credentialsProvider(session.credentials())
                .httpClient(http)
                .overrideConfiguration(configuration -> configuration
                        .retryStrategy(use.mode)
                        .apiCallAttemptTimeout(ATTEMPT_LIMIT)
                        .apiCallTimeout(CALL_LIMIT)
                        .defaultProfileFile(session.files())
                        .defaultProfileName(session.profile())
                        .addExecutionInterceptor(calls)
                        .addExecutionInterceptor(clock(service)))
                .build();
    }

    @Override
    public void close() {
        clients.values().forEach(SdkClient::close);
        http.close();
        session.close();
    }
}
