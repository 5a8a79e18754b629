package dev.reliability.aws.benchmark;

import dev.reliability.aws.AwsTargetProvider;
import dev.reliability.aws.emulator.InstanceBooks;
import dev.reliability.aws.emulator.StandIn;
import dev.reliability.aws.emulator.StandInTarget;
import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.spi.Address;
import dev.reliability.spi.SharedClients;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Targets among 5,000 instances, and the time from the first client to the first answer in a JVM of its own, both beside the bare client. Calls go to
 * a stand-in of this machine, so what is compared is what the library adds.
 */
public final class AwsBenchmark {

    private static final int ROUNDS = 15;
    private static final int STARTS = 7;
    private static final String REGION = "eu-west-1";

    private AwsBenchmark() {}

    /** Runs it; with arguments it is a JVM whose start is measured. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2) {
            System.out.println(start(arguments[0].equals("library"), arguments[1]));
            return;
        }
        try (StandIn standIn = StandIn.alone()) {
            new InstanceBooks(standIn, 5_000);
            resolve(standIn);
            starts(standIn);
        }
    }

    private static void resolve(StandIn standIn) {
        List<Long> bare = new ArrayList<>();
        List<Long> library = new ArrayList<>();
        try (Ec2Client client = Ec2Client.builder()
                .region(Region.of(REGION))
                .endpointOverride(URI.create(standIn.url()))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            for (int round = 0; round < ROUNDS; round++) {
                bare.add(timed(() -> bare(client)));
                library.add(timed(() -> library(standIn)));
            }
        }
        SharedClients.closeAll();
        print("5,000 instances by a tag", bare, library);
    }

    private static int bare(Ec2Client client) {
        return (int) client
                .describeInstancesPaginator(request -> request.maxResults(1000)
                        .filters(Filter.builder().name("tag:app").values("web").build()))
                .reservations()
                .stream()
                .mapToLong(reservation -> reservation.instances().size())
                .sum();
    }

    private static int library(StandIn standIn) {
        return new AwsTargetProvider()
                .target("web", Address.parse("ec2:tag:app=web"), new StandInTarget(standIn.context(REGION)))
                .size();
    }

    private static long timed(IntSupplier work) {
        long begin = System.nanoTime();
        if (work.getAsInt() != 5_000) {
            throw new IllegalStateException("not all were found");
        }
        return System.nanoTime() - begin;
    }

    private static void starts(StandIn standIn) throws IOException, InterruptedException {
        List<Long> bare = new ArrayList<>();
        List<Long> library = new ArrayList<>();
        for (int round = 0; round < STARTS; round++) {
            bare.add(fork("bare", standIn.url()));
            library.add(fork("library", standIn.url()));
        }
        print("start of a JVM's first client to its first answer", bare, library);
    }

    private static long fork(String which, String url) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Daws.accessKeyId=testing",
                        "-Daws.secretAccessKey=testing",
                        "-Daws.disableEc2Metadata=true",
                        AwsBenchmark.class.getName(),
                        which,
                        url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return Long.parseLong(said.strip());
    }

    private static long start(boolean library, String url) {
        long begin = System.nanoTime();
        if (library) {
            Aws aws = Aws.of(new Access(Optional.of(REGION), Optional.empty(), Map.of(Access.ENDPOINT, url), Map.of()));
            aws.identity();
        } else {
            StsClient client = StsClient.builder()
                    .region(Region.of(REGION))
                    .endpointOverride(URI.create(url))
                    .httpClient(UrlConnectionHttpClient.create())
                    .build();
            client.getCallerIdentity();
        }
        return System.nanoTime() - begin;
    }

    private static void print(String what, List<Long> bare, List<Long> library) {
        double one = median(bare);
        double other = median(library);
        System.out.printf(
                Locale.ROOT,
                "%-55s bare client %8.1f ms   library %8.1f ms   %.2f times%n",
                what,
                one,
                other,
                other / one);
    }

    private static double median(List<Long> nanos) {
        return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow() / 1e6;
    }
}
