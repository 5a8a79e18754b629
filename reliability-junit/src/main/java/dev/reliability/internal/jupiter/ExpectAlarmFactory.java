package dev.reliability.internal.jupiter;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExpectAlarm;
import dev.reliability.junit.ExperimentFactory;

/** Puts {@link ExpectAlarm} into the plan. */
public final class ExpectAlarmFactory implements ExperimentFactory<ExpectAlarm> {

    @Override
    public void contribute(ExpectAlarm annotation, ExperimentBuilder experiment, Place place) {
        experiment.expect(new AlarmSpec(annotation.alarm(), annotation.within(), annotation.name(), place));
    }
}
