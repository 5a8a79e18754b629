package dev.reliability.aws.internal.fault;

import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.target.Ec2Address;
import dev.reliability.aws.internal.target.Ec2Target;
import dev.reliability.aws.internal.target.Instances;
import dev.reliability.aws.internal.target.Login;
import dev.reliability.aws.internal.target.Settings;
import dev.reliability.linux.LinuxTarget;
import dev.reliability.spi.Address;
import dev.reliability.spi.Each;
import dev.reliability.spi.JointFault;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.UndoRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Instance;

/** How a run that comes later undoes faults: by what was written down, or by the schedules that mark an instance. */
public final class Records {

    private static final String REGION = "region";
    private static final String INSTANCES = "instances";
    private static final String SCHEDULES = "schedules";

    private Records() {}

    static UndoRecord ofStop(String fault, Ec2Target target, List<String> schedules) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(REGION, target.aws().region());
        data.put(
                INSTANCES,
                String.join(
                        " ",
                        target.chosen().stream()
                                .map(instance -> instance.instanceId() + "@" + instance.launchTime())
                                .toList()));
        data.put(SCHEDULES, String.join(" ", schedules));
        return new UndoRecord(fault, target.address(), data);
    }

    /** A record of what needs no undoing, since what was done ends by itself. */
    static UndoRecord ofNothing(String fault, Ec2Target target) {
        return new UndoRecord(
                fault, target.address(), Map.of(REGION, target.aws().region()));
    }

    /**
     * Starts what a dead run stopped and deletes its schedules.
     *
     * @return what is left, a clause each
     */
    public static List<String> undo(UndoRecord record, TargetContext context) {
        List<UndoRecord> inside = JointFault.parts(record);
        if (!inside.isEmpty()) {
            return undo(inside, context);
        }
        if (!record.data().containsKey(SCHEDULES)) {
            return List.of();
        }
        return Refusals.running(() -> {
            Aws aws = Aws.of(Access.of(context).in(record.data().get(REGION)));
            Map<String, Instant> launched = new TreeMap<>();
            for (String one : words(record, INSTANCES)) {
                int at = one.indexOf('@');
                launched.put(one.substring(0, at), Instant.parse(one.substring(at + 1)));
            }
            Schedules schedules = new Schedules(aws, Settings.of(context).scheduleGroup());
            return restore(aws, List.copyOf(launched.keySet()), launched, schedules, words(record, SCHEDULES));
        });
    }

    private static List<String> undo(List<UndoRecord> hosts, TargetContext context) {
        try {
            return Each.map(hosts, host -> undo(host, Login.shell(host.address(), context))).stream()
                    .flatMap(List::stream)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("unknown, since undoing it was interrupted");
        }
    }

    private static List<String> undo(UndoRecord host, Shell shell) {
        try {
            return LinuxTarget.undo(host, shell).stream()
                    .map(left -> host.address() + ": " + left)
                    .toList();
        } catch (ShellException e) {
            return List.of("unknown, since " + host.address() + " cannot be asked: " + e.getMessage());
        }
    }

    private static List<String> words(UndoRecord record, String key) {
        return Arrays.stream(record.data().getOrDefault(key, "").split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> restore(
            Aws aws, List<String> ids, Map<String, Instant> launched, Schedules schedules, List<String> names) {
        List<String> down = Recovery.bringBack(aws, ids, launched);
        if (down.stream().allMatch(Recovery::forGood)) {
            names.forEach(schedules::delete);
        }
        return left(down, names.stream().filter(schedules::exists).toList());
    }

    static List<String> left(List<String> down, List<String> schedules) {
        return Stream.concat(down.stream(), schedules.stream().map(name -> "schedule " + name + " is still there"))
                .toList();
    }

    /** Returns the schedule by which another run marks an instance of a target. */
    public static Optional<String> mark(Ec2Target target) {
        Schedules schedules = new Schedules(target.aws(), target.settings().scheduleGroup());
        return target.all().stream()
                .flatMap(instance -> schedules.of(instance.instanceId()).stream())
                .map(name -> "another run, as the schedule " + name + " shows")
                .findFirst();
    }

    /**
     * Starts every instance behind an address that a schedule of this library marks, and deletes the schedules.
     *
     * @return what is left, a clause each
     */
    public static List<String> sweep(Address address, TargetContext context) {
        return Refusals.running(() -> {
            Aws aws = Aws.of(Access.of(context));
            Schedules schedules = new Schedules(aws, Settings.of(context).scheduleGroup());
            List<String> left = new ArrayList<>();
            for (Instance instance : new Instances(aws).of(Ec2Address.parse(address))) {
                String id = instance.instanceId();
                List<String> marks = schedules.of(id);
                if (!marks.isEmpty()) {
                    left.addAll(restore(aws, List.of(id), Map.of(), schedules, marks));
                }
            }
            return left;
        });
    }
}
