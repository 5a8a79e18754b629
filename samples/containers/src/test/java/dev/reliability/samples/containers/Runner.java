package dev.reliability.samples.containers;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a test class and says how each of its tests ended. */
final class Runner {

    private Runner() {}

    public static void main(String[] arguments) throws ClassNotFoundException {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Class.forName(arguments[0])))
                .configurationParameter("reliability.state", arguments[1] + "/state")
                .configurationParameter("reliability.reports", arguments[1] + "/reports")
                .execute()
                .allEvents()
                .finished()
                .stream()
                .forEach(event -> {
                    TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
                    System.out.println("ENDED " + event.getTestDescriptor().getDisplayName() + " " + result.getStatus()
                            + " "
                            + result.getThrowable().map(Throwable::toString).orElse(""));
                });
        System.exit(0);
    }
}
