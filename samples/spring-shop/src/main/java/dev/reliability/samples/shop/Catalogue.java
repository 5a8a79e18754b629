package dev.reliability.samples.shop;

import java.util.List;

/** What is sold. */
interface Catalogue {

    List<Product> products();
}
