package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.Reliability;
import org.junit.jupiter.api.Test;

class ResolversTest {

    private final ExperimentBuilder experiment = Reliability.experiment("resolvers");

    @Test
    void aHostIsLookedUpWhereTheSettingSays() {
        experiment.property("resolver.bookstore.example", "127.0.0.1:5353");

        assertThat(server("bookstore.example")).isEqualTo("127.0.0.1:5353");
        assertThat(server("cdn.example")).isEqualTo("system");
    }

    @Test
    void aHostThatASignalWatchesIsLookedUpWhereTheSignalLooks() {
        experiment.property("port", "5353").property("signal.bookstore", "dns:Bookstore.example.@127.0.0.1:${port}");

        assertThat(server("bookstore.example")).isEqualTo("127.0.0.1:5353");
        assertThat(server("cdn.example")).isEqualTo("system");
    }

    @Test
    void aSignalThatIsWrittenAsAnAddressCountsAsWell() {
        experiment.expect(FailoverSpec.of("dns:bookstore.example@127.0.0.1:5454", "blue", "green", "1s"));

        assertThat(server("bookstore.example")).isEqualTo("127.0.0.1:5454");
    }

    @Test
    void aSettingWinsOverASignal() {
        experiment
                .property("signal.bookstore", "dns:bookstore.example@127.0.0.1:5353")
                .property("resolver.bookstore.example", "authoritative");

        assertThat(server("bookstore.example")).isEqualTo("authoritative");
    }

    @Test
    void signalsOfOtherSortsSayNothing() {
        experiment
                .property("signal.a", "dns:bookstore.example")
                .property("signal.b", "http://bookstore.example/#header:X-Served-By")
                .property("signal.c", "dns:bookstore.example@${no-such-value}");

        assertThat(server("bookstore.example")).isEqualTo("system");
    }

    private String server(String host) {
        return Names.of(experiment.build()).value("resolver." + host).orElse("system");
    }
}
