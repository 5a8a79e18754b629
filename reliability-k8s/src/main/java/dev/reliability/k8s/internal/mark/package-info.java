/** What a run leaves on the objects that it changes, so that whoever comes later can put them back. */
@NullMarked
package dev.reliability.k8s.internal.mark;

import org.jspecify.annotations.NullMarked;
