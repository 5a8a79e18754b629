/** Containers that a test starts with Testcontainers, attacked as they are. */
package dev.reliability.samples.containers;
