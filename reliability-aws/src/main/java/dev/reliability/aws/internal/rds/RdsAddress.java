package dev.reliability.aws.internal.rds;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import java.util.regex.Pattern;

/**
 * Which database an address names: {@code rds:ID} an instance, {@code rds-cluster:ID} a cluster.
 *
 * @param cluster whether it is a cluster
 * @param id its identifier
 */
public record RdsAddress(boolean cluster, String id) {

    private static final Pattern ID = Pattern.compile("[A-Za-z](?:-?[A-Za-z0-9]){0,62}");

    /**
     * Reads an address.
     *
     * @throws PlanException if it is none of the forms
     */
    public static RdsAddress parse(Address address) {
        String id = address.value().strip();
        if (!ID.matcher(id).matches()) {
            throw new PlanException(address + " is not an address of a database: expected rds:ID or rds-cluster:ID (a"
                    + " letter, then letters, digits and single hyphens)");
        }
        return new RdsAddress(address.scheme().equals("rds-cluster"), id.toLowerCase(java.util.Locale.ROOT));
    }

    /** Returns it in words: {@code cluster books}. */
    @Override
    public String toString() {
        return (cluster ? "cluster " : "database ") + id;
    }
}
