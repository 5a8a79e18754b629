/** Functions of the Chaos Toolkit on an emulator. */
package dev.reliability.aws.function;
