/** A shop on Spring Boot: products in PostgreSQL, reviews from another service over HTTP. */
package dev.reliability.samples.shop;
