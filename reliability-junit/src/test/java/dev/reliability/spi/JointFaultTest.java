package dev.reliability.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.spi.JointFault.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JointFaultTest {

    private static final Address FLEET = Address.parse("fleet:web");

    private final Scripted one = new Scripted("one");
    private final Scripted two = new Scripted("two");
    private final Fault both =
            JointFault.of("blackhole of web", FLEET, List.of(new Part("host one", one), new Part("host two", two)));

    @Test
    void bitOnlyWhereEachWasBitten() throws Exception {
        both.inject();
        assertThat(List.of(one.injected, two.injected)).containsOnly(true);
        assertThat(both.evidence().bitten()).isFalse();
        one.bitten = true;
        assertThat(both.evidence().bitten()).isTrue();
        assertThat(both.evidence().missed()).containsExactly("host two: no traffic");
        two.bitten = true;
        assertThat(both.evidence().complete()).isTrue();
        assertThat(both.evidence().measurements())
                .containsEntry("host one packets", 1)
                .containsEntry("host two packets", 1);
    }

    @Test
    void whatIsSoAlreadyOnOneOfThemIsSaid() throws Exception {
        assertThat(both.alreadySo()).isEmpty();
        two.silent = "silent already";
        assertThat(both.alreadySo()).contains("host two: silent already");
    }

    @Test
    void isTriedOnEachAlthoughOneRefuses() {
        one.refuses = true;
        assertThatThrownBy(both::inject).hasMessage("one refuses");
        assertThat(two.injected).isTrue();
        assertThatThrownBy(both::revert).hasMessage("one refuses");
        assertThat(two.injected).isFalse();
    }

    @Test
    void whatIsLeftIsNamedAlsoWhereOneCannotBeAsked() throws Exception {
        both.inject();
        one.refuses = true;
        assertThat(both.residue())
                .containsExactly("unknown, since host one cannot be asked: one refuses", "host two: a table");
    }

    @Test
    void itsRecordHoldsThoseOfItsParts() {
        UndoRecord record = both.undo();
        assertThat(record.address()).isEqualTo(FLEET);
        assertThat(JointFault.parts(record))
                .containsExactly(
                        new UndoRecord("blackhole of web", Address.parse("ssh://one"), Map.of("table.name", "rl_one")),
                        new UndoRecord("blackhole of web", Address.parse("ssh://two"), Map.of("table.name", "rl_two")));
        assertThat(JointFault.parts(one.undo())).isEmpty();
    }

    @Test
    void manyPartsKeepTheirOrder() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            parts.add(new Part("host " + i, new Scripted("h" + i)));
        }
        assertThat(JointFault.parts(JointFault.of("x", FLEET, parts).undo()))
                .extracting(part -> part.address().toString())
                .containsExactlyElementsOf(parts.stream()
                        .map(part -> part.fault().undo().address().toString())
                        .toList());
    }

    @Test
    void oneThatIsLostIsNamed() {
        assertThat(both.lost()).isEmpty();
        two.injected = true;
        two.ended = true;
        assertThat(both.lost()).contains("host two: its lease ran out");
    }

    @Test
    void isNotSoonerThanTheSlowestOfThem() {
        assertThat(both.floor()).isEmpty();
        one.floor = new Floor(Duration.ofSeconds(5), Duration.ofSeconds(90), "one");
        assertThat(both.floor()).contains(one.floor);
        two.floor = new Floor(Duration.ofSeconds(68), Duration.ofSeconds(70), "two");
        assertThat(both.floor()).contains(two.floor);
        one.floor = Floor.never("no alarm looks at it");
        assertThat(both.floor()).contains(one.floor);
    }

    private static final class Scripted implements Fault {

        private final String host;
        private boolean injected;
        private boolean bitten;
        private boolean refuses;
        private boolean ended;
        private @Nullable String silent;
        private @Nullable Floor floor;

        Scripted(String host) {
            this.host = host;
        }

        @Override
        public String description() {
            return "blackhole of " + host;
        }

        @Override
        public UndoRecord undo() {
            return new UndoRecord(description(), Address.parse("ssh://" + host), Map.of("table.name", "rl_" + host));
        }

        @Override
        public Optional<Floor> floor() {
            return Optional.ofNullable(floor);
        }

        @Override
        public Optional<String> alreadySo() {
            return Optional.ofNullable(silent);
        }

        @Override
        public void inject() {
            answer();
            injected = true;
        }

        @Override
        public Evidence evidence() {
            return (bitten ? Evidence.bite("1 packet dropped") : Evidence.none("nothing dropped", "no traffic"))
                    .with("packets", 1);
        }

        @Override
        public Optional<String> lost() {
            return ended ? Optional.of("its lease ran out") : Optional.empty();
        }

        @Override
        public void revert() {
            answer();
            injected = false;
        }

        @Override
        public List<String> residue() {
            answer();
            return injected ? List.of("a table") : List.of();
        }

        private void answer() {
            if (refuses) {
                throw new IllegalStateException(host + " refuses");
            }
        }
    }
}
