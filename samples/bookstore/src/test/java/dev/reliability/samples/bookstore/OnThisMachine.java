package dev.reliability.samples.bookstore;

import dev.reliability.junit.ReliabilityProperty;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;

/** Tells the profile on which ports of this machine the Bookstore of a test listens. */
abstract class OnThisMachine {

    private final Bookstore store;

    OnThisMachine(Bookstore store) {
        this.store = store;
    }

    /** A request of a user, who goes where DNS says at that moment. */
    RequestSpecification given() {
        return RestAssured.given().config(store.following()).baseUri(store.url());
    }

    @ReliabilityProperty("reliability.profile")
    String profile() {
        return System.getProperty("reliability.profile", store.profile());
    }

    @ReliabilityProperty("blue.port")
    int bluePort() {
        return store.bluePort();
    }

    @ReliabilityProperty("green.port")
    int greenPort() {
        return store.greenPort();
    }

    @ReliabilityProperty("front-door.port")
    int frontDoorPort() {
        return store.frontDoorPort();
    }
}
