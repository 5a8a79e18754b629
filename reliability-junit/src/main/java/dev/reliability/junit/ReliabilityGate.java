package dev.reliability.junit;

import dev.reliability.internal.gate.Gate;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The check that a build stands or falls with: every reliability test of the compiled test classes must have run in this
 * build and passed. Missing, skipped, filtered, disabled, aborted, failed and flaky tests close the gate, and so do evidence of
 * other classes, of another commit or of another build, evidence that was damaged or that an earlier gate has used, attack
 * annotations that stand where they have no effect, and faults that must be covered and that nobody has tried.
 *
 * <pre>{@code
 * java -cp <class path of the tests> dev.reliability.junit.ReliabilityGate \
 *     --classes=target/test-classes --reports=target/reliability --since=2026-01-31T12:00:00Z
 * }</pre>
 *
 * <p>In Maven it is a goal of {@code reliability-maven-plugin} and runs in the phase {@code verify}, also when tests are skipped or
 * their failures ignored:
 *
 * <pre>{@code
 * <plugin>
 *   <groupId>dev.reliability</groupId>
 *   <artifactId>reliability-maven-plugin</artifactId>
 *   <executions>
 *     <execution>
 *       <goals><goal>gate</goal></goals>
 *     </execution>
 *   </executions>
 * </plugin>
 * }</pre>
 *
 * <p>Exit codes: 0 if the gate is open, 1 if it is closed, 2 for arguments that make no sense. Every reason is printed, one
 * line each, with what to do.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class ReliabilityGate {

    private ReliabilityGate() {}

    /**
     * Checks, and ends the JVM with the exit code.
     *
     * @param args {@code --classes=DIR[:JAR…]} (target/test-classes), {@code --reports=DIR} (target/reliability),
     *     {@code --since=TIME} (older evidence does not count; none by default), {@code --build=PID} (the process that the test
     *     JVMs must have run in; any by default), {@code --expect=[minimum=N;][tag=TAG;][pattern=REGEX]} (so many tests, 1 by
     *     default, must be proven under a fault; may be repeated),
     *     {@code --cover=[minimum=N|P%;][kind=KIND;][target=REGEX;][dependency=REGEX]} (this kind of fault, each by default, must be
     *     proven on these targets, each by default, or between them and these dependencies: on all by default, on a share, or on so
     *     many; may be repeated), {@code --exclude=REGEX} (of the whole name of a test or
     *     class; counted), {@code --packaging=KIND} ({@code pom}: the project has no classes, and so no tests),
     *     {@code --allow-empty} (there may be no reliability test at all)
     */
    public static void main(String[] args) {
        System.exit(Gate.run(System.out, args));
    }
}
