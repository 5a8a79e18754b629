package dev.reliability.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

import dev.reliability.junit.LatencyAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.Link;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.client.RestClient;

/** Attacks beside what tests of Spring do otherwise: mocked beans, transactions that are rolled back, applications started anew. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@SteadyState(name = "products", http = "http://localhost:${local.server.port}/products", timeout = "2s")
@TestMethodOrder(OrderAnnotation.class)
class BesideSpringIT {

    private static final AtomicInteger TRANSACTIONS = new AtomicInteger();

    @ReliabilityTarget("db")
    static final Link DB = Link.to(ShopSystem.database());

    @Autowired
    JdbcTemplate database;

    @Autowired
    Environment environment;

    @MockitoBean
    Reviews reviews;

    @DynamicPropertySource
    static void betweenShopAndDependencies(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> "jdbc:postgresql://" + DB.address() + "/postgres");
    }

    @BeforeAll
    static void noApplicationYet() {
        Contexts.forget();
    }

    @SteadyStateProbe
    void othersSeeWhatIsCommitted() {
        assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                .isFalse();
        assertThat(products()).isEqualTo(3);
    }

    @Test
    @Order(1)
    @Transactional
    @LatencyAttack(target = "db", latency = "20ms", duration = "3s")
    void theTransactionOfTheTestIsItsOwn() {
        database.update("INSERT INTO product VALUES (99, 'Sieve')");
        assertThat(products()).isEqualTo(4);
        TRANSACTIONS.incrementAndGet();
    }

    @AfterTransaction
    void isRolledBack() {
        assertThat(products()).isEqualTo(3);
        TRANSACTIONS.addAndGet(10);
    }

    @Test
    @Order(2)
    @DirtiesContext
    @LatencyAttack(target = "db", latency = "20ms", duration = "3s")
    void beansAreMocked() {
        given(reviews.of(1)).willReturn("Mocked.");
        assertThat(page("/products/1/reviews")).isEqualTo("Mocked.");
    }

    @Test
    @Order(3)
    @LatencyAttack(target = "db", latency = "20ms", duration = "3s")
    void anApplicationThatIsStartedAnewIsFound() {
        assertThat(page("/products")).contains("Teapot");
    }

    @AfterAll
    static void oneApplicationServedAllTestsUntilOneDirtiedIt() {
        assertThat(Contexts.started()).isEqualTo(2);
        assertThat(TRANSACTIONS).hasValue(11);
    }

    private int products() {
        return database.queryForList("SELECT id FROM product").size();
    }

    private String page(String path) {
        return RestClient.create("http://localhost:" + environment.getRequiredProperty("local.server.port"))
                .get()
                .uri(path)
                .retrieve()
                .body(String.class);
    }
}
