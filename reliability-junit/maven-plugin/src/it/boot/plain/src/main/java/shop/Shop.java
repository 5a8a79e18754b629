package shop;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The shop. */
@SpringBootApplication
@RestController
public class Shop {

    /** Starts it. */
    public static void main(String[] arguments) {
        SpringApplication.run(Shop.class, arguments);
    }

    /** Returns a book. */
    @GetMapping("/books")
    public Map<String, Object> books() {
        return Map.of("title", "Ulysses", "left", 7);
    }
}
