package dev.reliability.internal.plan;

import dev.reliability.spi.Alarm;
import dev.reliability.spi.Floor;
import java.time.Duration;
import java.util.Optional;

/** An alarm, ready to be watched. */
public record ExpectedAlarm(String name, Alarm alarm, Duration within, Optional<Floor> floor) {}
