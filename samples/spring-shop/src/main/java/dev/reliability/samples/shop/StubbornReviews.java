package dev.reliability.samples.shop;

/** Asks five times without a pause, which multiplies the load of a service that has trouble already. */
final class StubbornReviews implements Reviews {

    private static final int ATTEMPTS = 5;

    private final Reviews service;

    StubbornReviews(Reviews service) {
        this.service = service;
    }

    @Override
    public String of(int product) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return service.of(product);
            } catch (RuntimeException e) {
                // once more
            }
        }
        return service.of(product);
    }
}
