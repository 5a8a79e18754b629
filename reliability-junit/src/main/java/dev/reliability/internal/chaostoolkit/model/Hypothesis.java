package dev.reliability.internal.chaostoolkit.model;

import java.util.List;

/** The steady state: probes that are all within their tolerances. */
public record Hypothesis(String title, List<Activity> probes, List<Control> controls) {}
