package dev.reliability.internal.plan;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of a run.
 *
 * @param baseline how long the baseline is waited for; {@code reliability.baseline}, 30s
 * @param deadline what ends any experiment; {@code reliability.deadline}, 15m
 * @param protectedProfile whether the profile is one that nothing may be done to for longer than needed
 * @param parallelTargets whether experiments on disjoint targets may run side by side; {@code reliability.parallel=targets}
 * @param reports where journals and manifests go; {@code reliability.reports}, {@code target/reliability}
 * @param state where intents are kept for later runs; {@code reliability.state}, a directory of the user's
 */
public record Settings(
        Duration baseline,
        Duration deadline,
        boolean protectedProfile,
        boolean parallelTargets,
        Path reports,
        Path state) {}
