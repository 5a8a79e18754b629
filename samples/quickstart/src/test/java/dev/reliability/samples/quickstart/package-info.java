/** Reliability tests of the price service. */
package dev.reliability.samples.quickstart;
