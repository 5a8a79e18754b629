package dev.reliability.aws.internal.client;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts the calls that clients make, by the names that policies have for them: {@code ec2:StopInstances}. */
public final class Calls implements ExecutionInterceptor {

    private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();

    Calls() {}

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String action = Service.action(
                attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
                attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        counts.computeIfAbsent(action, unused -> new AtomicInteger()).incrementAndGet();
    }

    /** Returns how often each action was called. */
    public SortedMap<String, Integer> counts() {
        SortedMap<String, Integer> all = new TreeMap<>();
        counts.forEach((action, count) -> all.put(action, count.get()));
        return Collections.unmodifiableSortedMap(all);
    }

    /** Returns which actions were called. */
    public Set<String> actions() {
        return counts().keySet();
    }
}
