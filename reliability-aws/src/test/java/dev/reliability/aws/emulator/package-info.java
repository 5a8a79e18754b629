/** An emulator of AWS that keeps books, and what stands in beside it where it lacks something. */
package dev.reliability.aws.emulator;
