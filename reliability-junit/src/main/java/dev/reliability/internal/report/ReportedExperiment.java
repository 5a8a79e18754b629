package dev.reliability.internal.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One run as its journal tells it. Times are seconds since its begin, but for those of failovers and alarms, which count from the
 * first proven bite.
 *
 * @param file the journal
 * @param name {@code shop.CheckoutIT.losingBlue[1]}, or the title where no test is known
 * @param verdict a verdict, or {@code UNFINISHED}
 * @param bite when the first fault bit
 * @param length how long it lasted, as far as is known
 * @param declaredTargets what was declared, attacked or not, with what each depends on
 * @param problems what is wrong with the journal, a sentence each
 */
record ReportedExperiment(
        Path file,
        String name,
        Optional<TestPlace> place,
        String title,
        String verdict,
        String message,
        List<String> findings,
        Optional<Instant> started,
        OptionalDouble bite,
        OptionalDouble bodyEnded,
        double length,
        List<Fault> faults,
        List<State> states,
        List<Move> moves,
        List<Alarm> alarms,
        List<Series> series,
        List<Event> events,
        List<Call> calls,
        long callsLeftOut,
        Optional<String> runbook,
        Map<String, List<String>> declaredTargets,
        Map<String, String> settings,
        List<String> problems) {

    static final String UNFINISHED = "UNFINISHED";

    /**
     * Which test it was.
     *
     * @param className name of its class as the JVM has it
     * @param method name of its method, or the experiment file
     * @param directory where the test JVM ran
     * @param profile the profile that was chosen
     */
    record TestPlace(String className, String method, String directory, String profile) {}

    /**
     * A fault.
     *
     * @param selection the hosts, addresses and ports that it was asked for
     * @param figures what was counted, such as packets for each address
     * @param testimony what the target said around it, by where it said so
     * @param gaps what it could not be asked, and why
     */
    record Fault(
            String name,
            String kind,
            String target,
            String description,
            List<String> selection,
            OptionalDouble injected,
            OptionalDouble bitten,
            OptionalDouble revertBegan,
            OptionalDouble reverted,
            String bite,
            List<String> residue,
            Map<String, String> figures,
            Map<String, String> testimony,
            List<String> gaps) {

        /** Returns what was done to what, in a few words. */
        String words() {
            return !description.isEmpty() ? description : !name.isEmpty() ? name : kind + " of " + target;
        }
    }

    /** A steady state: what was measured beside what is allowed; numbers that are not known are negative. */
    record State(
            String name,
            int samples,
            int failed,
            double longestOutage,
            OptionalDouble outageBegan,
            OptionalDouble recovered,
            OptionalDouble recoveredKept,
            Map<String, Double> latency,
            double allowedOutage,
            double tolerate,
            double recoverWithin,
            double timeout) {}

    /** Part of the way to something, as a system tells it. */
    record Step(String phase, double at, double error, String what) {}

    /** An expected failover; without {@code firstNew} it did not happen. */
    record Move(
            String name,
            String from,
            String to,
            OptionalDouble lastOld,
            OptionalDouble firstNew,
            OptionalDouble backFirstOld,
            OptionalDouble within,
            OptionalDouble floor,
            String floorWhy,
            List<Step> steps) {}

    /** An expected alarm; without {@code fired} it did not. */
    record Alarm(
            String name,
            OptionalDouble fired,
            double error,
            OptionalDouble within,
            OptionalDouble floor,
            String lastState,
            List<Step> steps) {}

    /** Samples of a steady state over one kind of connections. */
    record Series(String name, String connections, List<Point> points) {}

    /** Some samples in a row, latencies in milliseconds. */
    record Point(double at, int samples, int failed, double mean, double slowest, String seen) {}

    /** A line of the console, which the test body wrote where it is a note. */
    record Event(double after, String text, boolean note) {}

    /** An HTTP call of the test body: its status, or 0 and what was thrown. */
    record Call(double at, String method, String url, double millis, int status, String failure) {

        boolean failed() {
            return status == 0 || status >= 400;
        }

        String asked() {
            return method + " " + url;
        }

        String answer() {
            return status == 0 ? failure.isEmpty() ? "no answer" : failure : String.valueOf(status);
        }
    }

    boolean passed() {
        return verdict.equals("PASSED");
    }

    /** Returns the name without the class. */
    String shortName() {
        return place.filter(test -> name.startsWith(test.className() + "."))
                .map(test -> name.substring(test.className().length() + 1))
                .orElse(name);
    }

    /** Returns a name that links can point at. */
    String anchor() {
        return "x" + Integer.toHexString(file.toString().hashCode());
    }
}
