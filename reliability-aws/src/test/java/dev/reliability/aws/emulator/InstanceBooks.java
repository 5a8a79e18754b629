package dev.reliability.aws.emulator;

import static dev.reliability.aws.emulator.StandIn.element;

import dev.reliability.aws.emulator.StandIn.Answer;
import dev.reliability.aws.emulator.StandIn.Call;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many instances with one tag, as EC2 tells them: page by page, of what its filters let through. */
public final class InstanceBooks {

    private final List<String> ids = new ArrayList<>();

    /** So many instances on a stand-in, each started for itself, the first half in zone a. */
    public InstanceBooks(StandIn standIn, int number) {
        for (int i = 0; i < number; i++) {
            ids.add(String.format(java.util.Locale.ROOT, "i-%017x", i));
        }
        // each page is the same every time it is asked for
        Map<String, Answer> pages = new java.util.concurrent.ConcurrentHashMap<>();
        standIn.on(
                "DescribeInstances",
                call -> pages.computeIfAbsent(call.get("NextToken") + "/" + call.get("MaxResults"), key -> page(call)));
    }

    private Answer page(Call call) {
        int from = call.get("NextToken").isEmpty() ? 0 : Integer.parseInt(call.get("NextToken"));
        int size = call.get("MaxResults").isEmpty() ? ids.size() : Integer.parseInt(call.get("MaxResults"));
        int to = Math.min(ids.size(), from + size);
        StringBuilder text =
                new StringBuilder("<DescribeInstancesResponse><requestId>stand-in</requestId><reservationSet>");
        for (int i = from; i < to; i++) {
            text.append("<item>")
                    .append(element("reservationId", "r-" + i))
                    .append("<instancesSet><item>")
                    .append(element("instanceId", ids.get(i)))
                    .append(element("imageId", "ami-12c6146b"))
                    .append("<instanceState><code>16</code><name>running</name></instanceState>")
                    .append(element("instanceType", "m5.large"))
                    .append(element("launchTime", "2026-01-02T03:04:05Z"))
                    .append(element("privateIpAddress", "198.18." + i / 250 + "." + (i % 250 + 1)))
                    .append("<placement>")
                    .append(element("availabilityZone", i < ids.size() / 2 ? "eu-west-1a" : "eu-west-1b"))
                    .append(
                            "</placement><tagSet><item><key>app</key><value>web</value></item><item><key>reliability</key>"
                                    + "<value>allowed</value></item></tagSet></item></instancesSet></item>");
        }
        text.append("</reservationSet>")
                .append(to < ids.size() ? element("nextToken", to) : "")
                .append("</DescribeInstancesResponse>");
        return new Answer(200, new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }
}
