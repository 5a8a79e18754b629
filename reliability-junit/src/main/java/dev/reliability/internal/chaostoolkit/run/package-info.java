/** Runs experiment files: puts each onto the plan model, with the runner that every front door has. */
@NullMarked
package dev.reliability.internal.chaostoolkit.run;

import org.jspecify.annotations.NullMarked;
