/** Reliability tests of the greeting, as an experiment file and as annotations. */
package dev.reliability.samples.greeting;
