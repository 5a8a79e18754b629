package dev.reliability.internal.linux;

import java.util.Map;

/**
 * What an agent is to do.
 *
 * @param script resource with the fault's part of the script
 * @param details what it needs to know
 * @param payload text that is passed through as it is
 */
record Work(String script, Map<String, String> details, String payload) {}
