/**
 * An API server of Kubernetes for tests that run on any machine: it keeps objects and answers as a real one does where the
 * module depends on it (preconditions, paging, watches that are too old, evictions, ephemeral containers, rights). Its answers
 * are held against recorded ones of a real server; what it cannot show is shown by the same tests against a real cluster.
 */
@NullMarked
package dev.reliability.k8s.standin;

import org.jspecify.annotations.NullMarked;
