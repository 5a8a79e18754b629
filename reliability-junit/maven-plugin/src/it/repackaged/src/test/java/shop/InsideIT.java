package shop;

import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.Link;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The application in the JVM of the test. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@SteadyState(http = "http://localhost:${local.server.port}/book", timeout = "2s")
class InsideIT {

    @ReliabilityTarget(value = "reviews", properties = "shop.reviews.url=http://{address}/")
    static final Link REVIEWS = Link.to(Reviews.start());

    @Test
    @BlackholeAttack(target = "reviews", duration = "2s")
    void losingReviewsIsNotNoticed() {}
}
