package dev.reliability.samples.shop;

/** What customers say. */
interface Reviews {

    String of(int product);
}
