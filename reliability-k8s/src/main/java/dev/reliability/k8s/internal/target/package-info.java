/** What addresses of Kubernetes stand for. Internal: may change at any time. */
@NullMarked
package dev.reliability.k8s.internal.target;

import org.jspecify.annotations.NullMarked;
