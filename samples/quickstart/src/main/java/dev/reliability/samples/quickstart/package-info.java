/** A price service, its replica, and the client that users go through. */
package dev.reliability.samples.quickstart;
