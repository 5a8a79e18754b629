/** Reliability tests of the shop, which runs in the JVM of the tests. */
package dev.reliability.samples.shop;
