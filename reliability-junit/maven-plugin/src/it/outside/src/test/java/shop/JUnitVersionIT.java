package shop;

import org.junit.jupiter.api.Test;

class JUnitVersionIT {

    @Test
    void isPrinted() {
        System.out.println("JUnit " + Test.class.getPackage().getImplementationVersion());
    }
}
