package dev.reliability.aws.internal.function;

import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionFailedException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** {@code chaosaws.cloudwatch}, without the rules of EventBridge that were once a part of it. */
final class CloudWatchFunctions {

    static final String ACTIONS = "chaosaws.cloudwatch.actions";
    static final String PROBES = "chaosaws.cloudwatch.probes";

    private static final String NAMESPACE = "namespace";
    private static final String METRIC = "metric_name";
    private static final String DATA = "metric_data";
    private static final String STATISTIC = "statistic";
    private static final String EXTENDED = "extended_statistic";

    private CloudWatchFunctions() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                Definition.named(PROBES, "get_alarm_state_value")
                        .required(ArgumentType.TEXT, "alarm_name")
                        .calling(CloudWatchFunctions::state),
                metric("get_metric_statistics")
                        .optional("duration", 60L)
                        .optional("offset", 0L)
                        .nullable(ArgumentType.TEXT, STATISTIC, EXTENDED, "unit")
                        .checking(CloudWatchFunctions::checkStatistics)
                        .calling(CloudWatchFunctions::statistics),
                metric("get_metric_data")
                        .nullable(ArgumentType.TEXT, STATISTIC)
                        .optional("duration", 300L)
                        .optional("period", 60L)
                        .optional("offset", 0L)
                        .nullable(ArgumentType.TEXT, "unit")
                        .checking(CloudWatchFunctions::dimensions)
                        .calling(CloudWatchFunctions::data),
                Definition.named(ACTIONS, "put_metric_data")
                        .required(ArgumentType.TEXT, NAMESPACE)
                        .required(ArgumentType.LIST, DATA)
                        .changing()
                        .checking(CloudWatchFunctions::datums)
                        .calling(CloudWatchFunctions::put));
    }

    private static Definition metric(String name) {
        return Definition.named(PROBES, name)
                .required(ArgumentType.TEXT, NAMESPACE, METRIC)
                .nullable(ArgumentType.TEXT, "dimension_name", "dimension_value")
                .nullable(ArgumentType.LIST, "dimensions");
    }

    private static String state(AwsCall call) {
        return call
                .aws()
                .cloudWatch()
                .describeAlarms(request -> request.alarmNames(call.text("alarm_name")))
                .metricAlarms()
                .stream()
                .map(MetricAlarm::stateValueAsString)
                .findFirst()
                .orElseThrow(() ->
                        new FunctionFailedException("CloudWatch alarm name " + call.text("alarm_name") + " not found"));
    }

    private static List<Dimension> dimensions(AwsCall call) {
        List<Dimension> all = Pojos.read("dimensions", call.raw("dimensions"), Dimension.class, Dimension::builder);
        if (!all.isEmpty()) {
            return all;
        }
        if (call.text("dimension_name").isEmpty()
                || call.text("dimension_value").isEmpty()) {
            throw new FunctionFailedException("You must supply argument for dimensions");
        }
        return List.of(Dimension.builder()
                .name(call.text("dimension_name"))
                .value(call.text("dimension_value"))
                .build());
    }

    private static void checkStatistics(AwsCall call) {
        if (call.text(STATISTIC).isEmpty() && call.text(EXTENDED).isEmpty()) {
            throw new FunctionFailedException("You must supply argument for statistic or extended_statistic");
        }
        if (!call.text(STATISTIC).isEmpty()
                && Statistic.fromValue(call.text(STATISTIC)) == Statistic.UNKNOWN_TO_SDK_VERSION) {
            throw new FunctionFailedException(
                    "the argument 'statistic' is one of " + Statistic.knownValues() + ", got " + call.text(STATISTIC));
        }
        dimensions(call);
    }

    private static Number statistics(AwsCall call) {
        Instant end = Instant.now().minusSeconds(call.call().number("offset").longValue());
        int duration = call.call().number("duration").intValue();
        GetMetricStatisticsRequest.Builder request = GetMetricStatisticsRequest.builder()
                .namespace(call.text(NAMESPACE))
                .metricName(call.text(METRIC))
                .startTime(end.minusSeconds(duration))
                .endTime(end)
                .period(duration)
                .dimensions(dimensions(call));
        call.call().optionalText(STATISTIC).ifPresent(one -> request.statistics(Statistic.fromValue(one)));
        call.call().optionalText(EXTENDED).ifPresent(request::extendedStatistics);
        call.call().optionalText("unit").ifPresent(request::unit);
        List<Datapoint> points =
                call.aws().cloudWatch().getMetricStatistics(request.build()).datapoints();
        if (points.isEmpty()) {
            call.failIfStrict("there are no data of " + call.text(METRIC) + " in the last " + duration + " s");
            return 0;
        }
        Datapoint first = points.get(0);
        return call.text(STATISTIC).isEmpty()
                ? first.extendedStatistics().get(call.text(EXTENDED))
                : value(first, Statistic.fromValue(call.text(STATISTIC)));
    }

    private static Double value(Datapoint point, Statistic statistic) {
        return switch (statistic) {
            case SAMPLE_COUNT -> point.sampleCount();
            case SUM -> point.sum();
            case MINIMUM -> point.minimum();
            case MAXIMUM -> point.maximum();
            default -> point.average();
        };
    }

    private static Number data(AwsCall call) {
        Instant now = Instant.now();
        String statistic = call.text(STATISTIC);
        MetricDataQuery query = MetricDataQuery.builder()
                .id("m1")
                .label(call.text(METRIC))
                .metricStat(stat -> stat.metric(metric -> metric.namespace(call.text(NAMESPACE))
                                .metricName(call.text(METRIC))
                                .dimensions(dimensions(call)))
                        .period(call.call().number("period").intValue())
                        .stat(statistic.isEmpty() ? "Average" : statistic)
                        .unit(call.call().optionalText("unit").orElse(null)))
                .build();
        List<Double> values = call
                .aws()
                .cloudWatch()
                .getMetricDataPaginator(request -> request.startTime(
                                now.minusSeconds(call.call().number("duration").longValue()))
                        .endTime(now.minusSeconds(call.call().number("offset").longValue()))
                        .metricDataQueries(query))
                .metricDataResults()
                .stream()
                .flatMap(result -> result.values().stream())
                .toList();
        if (values.isEmpty()) {
            call.failIfStrict("there are no data of " + call.text(METRIC) + " in the last "
                    + call.call().number("duration") + " s");
        }
        return BigDecimal.valueOf(combined(values, statistic))
                .setScale(2, RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    private static double combined(List<Double> values, String statistic) {
        var numbers = values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        if (values.isEmpty()) {
            return 0;
        }
        return switch (statistic) {
            case "Sum" -> numbers.getSum();
            case "Minimum" -> numbers.getMin();
            case "Maximum" -> numbers.getMax();
            default -> numbers.getAverage();
        };
    }

    private static List<MetricDatum> datums(AwsCall call) {
        return Pojos.read(DATA, call.raw(DATA), MetricDatum.class, MetricDatum::builder);
    }

    private static @Nullable Object put(AwsCall call) {
        call.aws().cloudWatchToChange().putMetricData(request -> request.namespace(call.text(NAMESPACE))
                .metricData(datums(call)));
        return null;
    }
}
