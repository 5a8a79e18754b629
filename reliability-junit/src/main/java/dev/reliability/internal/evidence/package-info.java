/** What a build leaves for whoever asks later whether its tests ran: manifests, by tests and builds. Internal: may change at any time. */
@NullMarked
package dev.reliability.internal.evidence;

import org.jspecify.annotations.NullMarked;
