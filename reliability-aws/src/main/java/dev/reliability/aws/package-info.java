/** AWS: instances and groups of them as targets, their loss as a fault, and what a test must be allowed to do. */
@NullMarked
package dev.reliability.aws;

import org.jspecify.annotations.NullMarked;
