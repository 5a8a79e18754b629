package dev.reliability.junit;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;

/** Puts {@link ExpectAlarm} into the plan. */
final class ExpectAlarmFactory implements ExperimentFactory<ExpectAlarm> {

    @Override
    public void contribute(ExpectAlarm annotation, ExperimentBuilder experiment, Place place) {
        experiment.expect(new AlarmSpec(annotation.alarm(), annotation.within(), annotation.name(), place));
    }
}
