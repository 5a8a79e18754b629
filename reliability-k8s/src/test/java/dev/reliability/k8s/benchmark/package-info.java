/** Measures the module beside the bare client. */
package dev.reliability.k8s.benchmark;
