package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.PacketLossAttack;

/** Puts {@link PacketLossAttack} into the plan. */
public final class PacketLossAttackFactory implements ExperimentFactory<PacketLossAttack> {

    @Override
    public void contribute(PacketLossAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(NetworkAttributes.add(
                        FaultSpec.of("packet loss", annotation.target()),
                        annotation.hosts(),
                        annotation.addresses(),
                        annotation.ports(),
                        annotation.protocol())
                .percent("percent", String.valueOf(annotation.percent()))
                .duration(annotation.duration())
                .delay(annotation.delay())
                .name(annotation.name())
                .at(place));
    }
}
