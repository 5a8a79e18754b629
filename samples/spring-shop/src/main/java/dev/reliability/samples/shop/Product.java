package dev.reliability.samples.shop;

/** Something to buy. */
public record Product(int id, String title) {}
