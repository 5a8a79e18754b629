/** What back ends implement: targets, faults, signals, alarms and probes. */
@NullMarked
package dev.reliability.spi;

import org.jspecify.annotations.NullMarked;
