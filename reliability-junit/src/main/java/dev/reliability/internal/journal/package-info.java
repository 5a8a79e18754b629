/** What is written down: intents before faults, journals, manifests, and where. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.journal;

import org.jspecify.annotations.NullMarked;
