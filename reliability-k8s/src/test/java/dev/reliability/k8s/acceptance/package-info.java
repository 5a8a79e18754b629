/** What the module promises of a cluster, tried against the stand-in, and against a real one where there is one. */
@NullMarked
package dev.reliability.k8s.acceptance;

import org.jspecify.annotations.NullMarked;
