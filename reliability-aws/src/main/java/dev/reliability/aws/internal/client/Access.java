package dev.reliability.aws.internal.client;

import dev.reliability.spi.PlanContext;
import dev.reliability.spi.TargetContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which account and region, as whom, and where. What is empty is left to the chains of the SDK.
 *
 * @param region the region
 * @param profile profile of the configuration files, where one was named for a target
 * @param endpoints where services are asked instead of AWS, by the name of the setting that says so
 * @param files configuration files of the SDK and the usual profile of theirs, where a setting names them, by that setting
 */
public record Access(
        Optional<String> region, Optional<String> profile, Map<String, String> endpoints, Map<String, String> files) {

    /** Setting: moves all services to another endpoint, such as an emulator. */
    public static final String ENDPOINT = "AWS_ENDPOINT_URL";

    /** Setting: configuration file of the SDK. */
    public static final String CONFIG_FILE = "AWS_CONFIG_FILE";

    /** Setting: file with credentials of the SDK. */
    public static final String CREDENTIALS_FILE = "AWS_SHARED_CREDENTIALS_FILE";

    /** Setting: profile of these files. */
    public static final String PROFILE = "AWS_PROFILE";

    /** Attribute of a target: its region. */
    public static final String TARGET_REGION = "region";

    /** Attribute of a target: the profile of the configuration files by which it is reached. */
    public static final String TARGET_PROFILE = "profile";

    /** Attribute of a target: where all services are asked for it. */
    public static final String TARGET_ENDPOINT = "endpoint";

    private static final String REGION = "AWS_REGION";
    private static final String REGION_PROPERTY = "aws.region";
    private static final String ENDPOINT_PROPERTY = "aws.endpointUrl";

    /** Copies the maps. */
    public Access {
        endpoints = Map.copyOf(endpoints);
        files = Map.copyOf(files);
    }

    /** Returns the names of all settings that decide where something is; none holds a secret. */
    public static Set<String> settings() {
        Set<String> names = new TreeSet<>(
                Set.of(REGION, REGION_PROPERTY, ENDPOINT, ENDPOINT_PROPERTY, CONFIG_FILE, CREDENTIALS_FILE, PROFILE));
        Stream.of(Service.values()).map(Service::endpointSetting).forEach(names::add);
        return names;
    }

    /** Returns the attributes of targets that decide where they are. */
    public static Set<String> attributes() {
        return Set.of(TARGET_REGION, TARGET_PROFILE, TARGET_ENDPOINT);
    }

    /** Chooses for a target: what the profile says of it wins. */
    public static Access of(TargetContext context) {
        Access access = of((PlanContext) context);
        Map<String, String> endpoints = context.attribute(TARGET_ENDPOINT)
                .map(url -> Map.of(ENDPOINT, url))
                .orElse(access.endpoints);
        return new Access(
                context.attribute(TARGET_REGION).or(access::region),
                context.attribute(TARGET_PROFILE).or(access::profile),
                endpoints,
                access.files);
    }

    /** Chooses for what is no target. */
    public static Access of(PlanContext context) {
        Map<String, String> endpoints = new TreeMap<>();
        context.value(ENDPOINT)
                .or(() -> context.value(ENDPOINT_PROPERTY))
                .ifPresent(url -> endpoints.put(ENDPOINT, url));
        for (Service service : Service.values()) {
            context.value(service.endpointSetting()).ifPresent(url -> endpoints.put(service.endpointSetting(), url));
        }
        Map<String, String> files = new TreeMap<>();
        for (String file : Set.of(CONFIG_FILE, CREDENTIALS_FILE, PROFILE)) {
            context.value(file).ifPresent(path -> files.put(file, path));
        }
        return new Access(
                context.value(REGION_PROPERTY).or(() -> context.value(REGION)), Optional.empty(), endpoints, files);
    }

    /** Returns the same in another region. */
    public Access in(String other) {
        return new Access(Optional.of(other), profile, endpoints, files);
    }

    /** Returns where a service is asked, if not where the SDK would. */
    Optional<String> endpoint(Service service) {
        return Optional.ofNullable(endpoints.get(service.endpointSetting()))
                .or(() -> Optional.ofNullable(endpoints.get(ENDPOINT)));
    }
}
