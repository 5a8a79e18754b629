package dev.reliability.internal.plan;

import dev.reliability.spi.Alarm;
import java.time.Duration;

/** An alarm, ready to be watched. */
public record ExpectedAlarm(String name, Alarm alarm, Duration within) {}
