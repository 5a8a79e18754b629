/**
 * The Bookstore: a small system with blue and green, a database, a CDN and a front door, made to be attacked on one
 * machine. Every class with a {@code main} is started as an operating system process of its own; see
 * {@link dev.reliability.samples.bookstore.BookstoreCommand}.
 */
@NullMarked
package dev.reliability.samples.bookstore;

import org.jspecify.annotations.NullMarked;
