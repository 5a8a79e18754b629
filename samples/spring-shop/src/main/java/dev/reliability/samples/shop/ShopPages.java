package dev.reliability.samples.shop;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What customers see. */
@RestController
class ShopPages {

    private final Catalogue catalogue;
    private final Reviews reviews;

    ShopPages(Catalogue catalogue, Reviews reviews) {
        this.catalogue = catalogue;
        this.reviews = reviews;
    }

    @GetMapping("/products")
    List<Product> products() {
        return catalogue.products();
    }

    @GetMapping("/products/{id}/reviews")
    String reviews(@PathVariable("id") int id) {
        return reviews.of(id);
    }
}
