package dev.reliability.internal.jupiter;

import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.RunningExperiment;
import dev.reliability.experiment.RunningExperiment.RunningAttack;
import dev.reliability.experiment.RunningExperiment.RunningFailover;
import dev.reliability.junit.Attack;
import dev.reliability.junit.ExperimentRun;
import dev.reliability.junit.Failover;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A running experiment as the parameters of test methods show it. */
record Handles(RunningExperiment run) implements ExperimentRun {

    @Override
    public String title() {
        return run.title();
    }

    @Override
    public List<Attack> attacks() {
        return run.attacks().stream().<Attack>map(OneAttack::new).toList();
    }

    @Override
    public List<Failover> failovers() {
        return run.failovers().stream().<Failover>map(OneFailover::new).toList();
    }

    @Override
    public Attack attack(String name) {
        return attacks().stream()
                .filter(attack -> attack.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no attack has the name \"" + name + "\""));
    }

    @Override
    public Failover failover(String name) {
        return failovers().stream()
                .filter(failover -> failover.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no failover has the name \"" + name + "\""));
    }

    @Override
    public Optional<Duration> sinceBite() {
        return run.sinceBite();
    }

    @Override
    public void note(String text) {
        run.note(text);
    }

    private record OneAttack(RunningAttack attack) implements Attack {

        @Override
        public String name() {
            return attack.name();
        }

        @Override
        public String description() {
            return attack.description();
        }

        @Override
        public boolean bitten() {
            return attack.bitten();
        }

        @Override
        public void awaitBite() {
            attack.awaitBite();
        }

        @Override
        public void revert() {
            attack.revert();
        }

        @Override
        public boolean reverted() {
            return attack.reverted();
        }
    }

    private record OneFailover(RunningFailover failover) implements Failover {

        @Override
        public String name() {
            return failover.name();
        }

        @Override
        public FailoverResult await() {
            return failover.await();
        }

        @Override
        public Optional<FailoverResult> result() {
            return failover.result();
        }
    }
}
