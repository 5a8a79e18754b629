package dev.reliability.internal.gate;

import dev.reliability.experiment.When;
import java.lang.annotation.Repeatable;

/** An annotation that another project composed, and that is not there at run time. */
@Holding
@Repeatable(Lost.All.class)
public @interface Lost {

    String[] value();

    When when() default When.BEFORE;

    /** What the compiler makes of several. */
    @interface All {

        Lost[] value();
    }
}
