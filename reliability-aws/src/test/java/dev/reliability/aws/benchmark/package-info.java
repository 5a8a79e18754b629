/** What the module costs, beside the bare client of AWS in the same run. */
package dev.reliability.aws.benchmark;
