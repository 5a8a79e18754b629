package dev.reliability.junit;

import dev.reliability.internal.gate.Gate;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The check that a build stands or falls with: every reliability test of the compiled test classes must have run in this
 * build and passed. Missing, skipped, filtered, disabled, aborted, failed and flaky tests close the gate, and so do evidence of
 * other classes or of an earlier build, evidence that an earlier gate has used, and attack annotations that stand where they
 * have no effect.
 *
 * <pre>{@code
 * java -cp <class path of the tests> dev.reliability.junit.ReliabilityGate \
 *     --classes=target/test-classes --reports=target/reliability --since=2026-01-31T12:00:00Z
 * }</pre>
 *
 * <p>In Maven it runs in the phase {@code verify}, also when tests are skipped or their failures ignored:
 *
 * <pre>{@code
 * <plugin>
 *   <groupId>org.codehaus.mojo</groupId>
 *   <artifactId>exec-maven-plugin</artifactId>
 *   <executions>
 *     <execution>
 *       <id>reliability-gate</id>
 *       <phase>verify</phase>
 *       <goals><goal>exec</goal></goals>
 *       <configuration>
 *         <skip>false</skip>
 *         <executable>${java.home}/bin/java</executable>
 *         <classpathScope>test</classpathScope>
 *         <arguments>
 *           <argument>-classpath</argument>
 *           <classpath/>
 *           <argument>dev.reliability.junit.ReliabilityGate</argument>
 *           <argument>--since=${maven.build.timestamp}</argument>
 *         </arguments>
 *       </configuration>
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
     * @param args {@code --classes=DIR[:DIR…]} (target/test-classes), {@code --reports=DIR} (target/reliability),
     *     {@code --since=TIME} (older evidence does not count; none by default), {@code --exclude=REGEX} (of the whole name of a
     *     test or class; printed), {@code --allow-empty} (there may be no reliability test at all)
     */
    public static void main(String[] args) {
        System.exit(Gate.run(System.out, args));
    }
}
