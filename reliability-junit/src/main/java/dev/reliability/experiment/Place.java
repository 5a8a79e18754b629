package dev.reliability.experiment;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Where something was asked for, so that a problem can be found without a search.
 *
 * @param what the annotation or call: {@code @ShutdownAttack}
 * @param where the element that it stands on: {@code CheckoutIT.losingBlue()}
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Place(String what, String where) {

    /** Returns the place as messages begin with it: {@code @ShutdownAttack on CheckoutIT.losingBlue()}. */
    @Override
    public String toString() {
        return where.isEmpty() ? what : what + " on " + where;
    }

    /** Returns a problem with one attribute: {@code @ShutdownAttack(target) on CheckoutIT.losingBlue(): problem}. */
    public String problem(String attribute, String problem) {
        return new Place(what + "(" + attribute + ")", where) + ": " + problem;
    }
}
