/** The story of the greeting, told by an experiment file on the stand-in of a cluster. */
package dev.reliability.k8s.greeting;
