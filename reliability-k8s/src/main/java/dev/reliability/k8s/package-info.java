/** Kubernetes as a back end of reliability tests. So far its addresses are known and refused: nothing is pretended. */
@NullMarked
package dev.reliability.k8s;

import org.jspecify.annotations.NullMarked;
