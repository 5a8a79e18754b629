/** A webapp that greets by name, with the two services that it asks: one for the greeting, one for the name. */
package dev.reliability.samples.greeting;
