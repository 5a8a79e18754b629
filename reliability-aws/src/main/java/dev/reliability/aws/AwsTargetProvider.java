package dev.reliability.aws;

import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.fault.Ec2Faults;
import dev.reliability.aws.internal.fault.Records;
import dev.reliability.aws.internal.rds.RdsAddress;
import dev.reliability.aws.internal.rds.RdsTarget;
import dev.reliability.aws.internal.target.Choice;
import dev.reliability.aws.internal.target.Ec2Address;
import dev.reliability.aws.internal.target.Ec2Target;
import dev.reliability.aws.internal.target.Login;
import dev.reliability.aws.internal.target.Settings;
import dev.reliability.linux.Shells;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Knows the addresses of AWS: {@code ec2:i-ID}, {@code ec2:tag:KEY=VALUE}, {@code asg:NAME}, {@code rds:ID}, {@code rds-cluster:ID}. Region, credentials and endpoints are
 * found as every program on the SDK for Java finds them; {@code target.NAME.region}, {@code target.NAME.profile} and
 * {@code target.NAME.endpoint} say something else for one target.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class AwsTargetProvider implements TargetProvider {

    private static final String RDS = "rds";
    private static final String SELECT = "select";
    private static final String SEED = "seed";
    private static final int SEEDS = 1_000_000;

    @Override
    public Set<String> schemes() {
        return Set.of("ec2", "asg", "rds", "rds-cluster");
    }

    @Override
    public Set<String> attributes() {
        Set<String> names = new TreeSet<>(Access.attributes());
        names.addAll(Login.attributes());
        names.add(SELECT);
        names.add(SEED);
        return names;
    }

    @Override
    public Set<String> settings() {
        Set<String> names = new TreeSet<>(Access.settings());
        names.addAll(Settings.names());
        names.add(Shells.SSH_CONFIGURATION);
        return names;
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        if (address.scheme().startsWith(RDS)) {
            RdsAddress.parse(address);
            Aws aws = Refusals.planning(() -> Aws.of(Access.of(context)));
            return new RdsTarget(name, address, aws, Settings.of(context));
        }
        Ec2Address.parse(address);
        long seed = context.attribute(SEED).map(AwsTargetProvider::number).orElseGet(() -> ThreadLocalRandom.current()
                .nextLong(SEEDS));
        Choice choice = Choice.of(context.attribute(SELECT).orElse(""), seed);
        Aws aws = Refusals.planning(() -> Aws.of(Access.of(context)));
        return new Ec2Target(name, address, aws, Settings.of(context), choice, context, Ec2Faults::plan, Records::mark);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new PlanException("\"" + text + "\" is not a seed: expected a whole number", e);
        }
    }

    @Override
    public List<String> undo(UndoRecord record, TargetContext context) {
        return Records.undo(record, context);
    }

    @Override
    public List<String> sweep(Address address, TargetContext context) {
        // a failover ends by itself and leaves no marks
        return address.scheme().startsWith(RDS) ? List.of() : Records.sweep(address, context);
    }
}
