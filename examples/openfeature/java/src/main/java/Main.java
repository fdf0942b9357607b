import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;

/** Asks Assay which checkout a few shoppers get, with OpenFeature's own SDK and its OFREP provider. */
public class Main {
  public static void main(String[] arguments) {
    var bearer = ImmutableList.of("Bearer " + System.getenv("ASSAY_KEY"));
    var options = OfrepProviderOptions.builder()
        .baseUrl(System.getenv("ASSAY_URL"))
        .headers(ImmutableMap.of("Authorization", bearer))
        .build();
    var api = OpenFeatureAPI.getInstance();
    api.setProviderAndWait(OfrepProvider.constructProvider(options));
    var client = api.getClient();
    show(client, "checkout", new MutableContext("ada").add("age", 70));
    show(client, "checkout", new MutableContext("bob").add("age", 68));
    show(client, "checkout", new MutableContext("eve").add("age", 81));
    show(client, "checkout", new MutableContext("tim").add("age", 30));
    show(client, "checkout", new MutableContext().add("age", 70));
    show(client, "missing", new MutableContext("ada"));
    api.shutdown();
  }

  private static void show(Client client, String flag, EvaluationContext context) {
    var details = client.getStringDetails(flag, "the default", context);
    var outcome = details.getErrorCode() == null ? details.getReason() : details.getErrorCode().name();
    System.out.printf("%-7s %-9s %-12s %s%n", context.getTargetingKey(), flag, details.getValue(), outcome);
  }
}
