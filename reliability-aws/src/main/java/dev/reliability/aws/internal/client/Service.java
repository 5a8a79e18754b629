package dev.reliability.aws.internal.client;

/** The services that are used, each with the name that policies have for it. */
public enum Service {
    /** Instances. */
    EC2("ec2", "Ec2", "EC2"),
    /** Groups of instances. */
    AUTO_SCALING("autoscaling", "Auto Scaling", "AUTO_SCALING"),
    /** Schedules. */
    SCHEDULER("scheduler", "Scheduler", "SCHEDULER"),
    /** Who is asking. */
    STS("sts", "Sts", "STS"),
    /** Databases. */
    RDS("rds", "Rds", "RDS"),
    /** Alarms. */
    CLOUD_WATCH("cloudwatch", "CloudWatch", "CLOUDWATCH"),
    /** Health checks and records. */
    ROUTE_53("route53", "Route 53", "ROUTE_53"),
    /** Load balancers. */
    LOAD_BALANCING("elasticloadbalancing", "Elastic Load Balancing v2", "ELASTIC_LOAD_BALANCING_V2");

    private final String prefix;
    private final String sdk;
    private final String variable;

    Service(String prefix, String sdk, String variable) {
        this.prefix = prefix;
        this.sdk = sdk;
        this.variable = variable;
    }

    /** Returns what its actions begin with in a policy: {@code ec2}. */
    public String prefix() {
        return prefix;
    }

    /** Returns the setting that moves this service alone to another endpoint. */
    public String endpointSetting() {
        return Access.ENDPOINT + "_" + variable;
    }

    /** Returns the name of an action in policies. */
    static String action(String sdkService, String operation) {
        for (Service service : values()) {
            if (service.sdk.replace(" ", "").equalsIgnoreCase(sdkService.replace(" ", ""))) {
                return service.prefix + ":" + operation;
            }
        }
        return sdkService + ":" + operation;
    }
}
