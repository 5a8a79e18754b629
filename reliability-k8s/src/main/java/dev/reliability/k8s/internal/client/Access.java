package dev.reliability.k8s.internal.client;

import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which cluster, and as whom.
 *
 * @param kubeconfig path of the file, or of several with the separator of paths between them; empty inside a pod
 * @param context name of the context in it; empty for its current one
 */
public record Access(String kubeconfig, String context) {

    /** The environment variable by which users of the Chaos Toolkit choose a context. */
    public static final String CONTEXT = "KUBERNETES_CONTEXT";

    /** Where {@code kubectl} looks for its configuration. */
    public static final String KUBECONFIG = "KUBECONFIG";

    private static final String IN_CLUSTER = "KUBERNETES_SERVICE_HOST";
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(15);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /**
     * Chooses by the rules of {@code kubectl}.
     *
     * @param lookup settings and environment
     * @param chosen a context that wins over them
     */
    public static Access choose(Function<String, Optional<String>> lookup, Optional<String> chosen) {
        String context = chosen.or(() -> lookup.apply(CONTEXT)).orElse("");
        Optional<String> given = lookup.apply(KUBECONFIG).filter(path -> !path.isBlank());
        if (given.isPresent()) {
            return new Access(given.get(), context);
        }
        Path usual = Path.of(lookup.apply("user.home").orElse("."), ".kube", "config");
        if (Files.isReadable(usual)) {
            return new Access(usual.toString(), context);
        }
        if (lookup.apply(IN_CLUSTER).isPresent()) {
            return new Access("", "");
        }
        throw new NoCluster("no cluster: " + usual + " does not exist; set " + KUBECONFIG
                + " to your kubeconfig, or run inside a cluster");
    }

    /** Returns the client's configuration, with every call bounded in time. */
    Config config() {
        Config config = kubeconfig.isEmpty() ? Config.autoConfigure(null) : read();
        return new ConfigBuilder(config)
                .withRequestTimeout((int) REQUEST_LIMIT.toMillis())
                .withConnectionTimeout((int) CONNECT_LIMIT.toMillis())
                // a call that may not be repeated must not be; where it may, whoever waits does it
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    /** Several files count as one, as for {@code kubectl}: the first that sets a value wins, and those that are not there are left out. */
    private Config read() {
        List<File> files = Arrays.stream(kubeconfig.split(Pattern.quote(File.pathSeparator)))
                .filter(path -> !path.isBlank())
                .map(File::new)
                .filter(File::canRead)
                .toList();
        if (files.isEmpty()) {
            throw new NoCluster("no cluster: " + KUBECONFIG + " names " + kubeconfig + ", which cannot be read");
        }
        String file = files.stream().map(File::getPath).collect(Collectors.joining(", "));
        try {
            List<io.fabric8.kubernetes.api.model.Config> parsed =
                    files.stream().map(KubeConfigUtils::parseConfig).toList();
            Config config = read(files, parsed);
            boolean found = config.getCurrentContext() != null
                    && (context.isEmpty()
                            || Objects.equals(config.getCurrentContext().getName(), context));
            if (!found) {
                throw new NoCluster("there is no context "
                        + (context.isEmpty() ? "chosen" : "\"" + context + "\"") + " in " + file + ": it has "
                        + config.getContexts().stream()
                                .map(one -> one.getName())
                                .toList());
            }
            tokenFile(config, files, parsed).ifPresent(path -> config.setOauthTokenProvider(() -> token(path)));
            return config;
        } catch (NoCluster e) {
            throw e;
        } catch (RuntimeException e) {
            throw new NoCluster(
                    file + (files.size() == 1 ? " is not a kubeconfig: " : " are not kubeconfigs: ") + e.getMessage(),
                    e);
        }
    }

    private Config read(List<File> files, List<io.fabric8.kubernetes.api.model.Config> parsed) {
        if (files.size() == 1) {
            return context.isEmpty()
                    ? Config.fromKubeconfig(files.get(0))
                    : Config.fromKubeconfig(context, files.get(0));
        }
        Config config = Config.empty();
        KubeConfigUtils.merge(
                config,
                context.isEmpty() ? null : context,
                parsed.toArray(io.fabric8.kubernetes.api.model.Config[]::new));
        return config;
    }

    /** The client leaves such a file out; it is read at each request, since whoever writes it replaces the token before it expires. */
    private static Optional<Path> tokenFile(
            Config config, List<File> files, List<io.fabric8.kubernetes.api.model.Config> parsed) {
        String user = config.getCurrentContext().getContext().getUser();
        for (int i = 0; i < files.size(); i++) {
            for (NamedAuthInfo one : Objects.requireNonNullElse(parsed.get(i).getUsers(), List.<NamedAuthInfo>of())) {
                if (Objects.equals(one.getName(), user) && one.getUser() != null) {
                    Path directory = files.get(i).toPath().toAbsolutePath().getParent();
                    return Optional.ofNullable(one.getUser().getTokenFile())
                            .filter(path -> !path.isBlank())
                            .map(directory::resolve);
                }
            }
        }
        return Optional.empty();
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the token of the kubeconfig cannot be read: " + e, e);
        }
    }
}
