/** Configuration and secrets: inline, environment, Vault, overrides. */
@NullMarked
package dev.reliability.internal.chaostoolkit.configuration;

import org.jspecify.annotations.NullMarked;
