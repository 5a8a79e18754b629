/** Configuration and secrets: inline, environment, Vault, probes, overrides. */
@NullMarked
package dev.reliability.internal.chaostoolkit.configuration;

import org.jspecify.annotations.NullMarked;
