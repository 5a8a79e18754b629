package dev.reliability.junit;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Place;
import dev.reliability.spi.FaultKind;

/** Puts {@link PacketLossAttack} into the plan. */
final class PacketLossAttackFactory implements ExperimentFactory<PacketLossAttack> {

    @Override
    public void contribute(PacketLossAttack annotation, ExperimentBuilder experiment, Place place) {
        experiment.attack(NetworkAttributes.add(
                        FaultSpec.of(FaultKind.PACKET_LOSS, annotation.target()),
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
