package dev.reliability.junit;

import dev.reliability.internal.report.Report;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Writes {@code report.html}, {@code summary.json} and {@code summary.md} again, from the journals that tests left. The test JVM
 * does so by itself at the end of its test plan; this is for builds whose test JVM was ended, or whose journals come from several
 * places.
 *
 * <pre>{@code
 * java -cp <class path of the tests> dev.reliability.junit.ReliabilityReport --reports=target/reliability
 * }</pre>
 *
 * <p>Exit codes: 0 if the report was written, whatever it says; 1 if it could not be, or there is nothing to report; 2 for
 * arguments that make no sense. Whether a build is good is decided by {@link ReliabilityGate} alone.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class ReliabilityReport {

    private ReliabilityReport() {}

    /**
     * Writes the report, and ends the JVM with the exit code.
     *
     * @param args {@code --reports=DIR} (target/reliability)
     */
    public static void main(String[] args) {
        System.exit(Report.run(System.out, args));
    }
}
