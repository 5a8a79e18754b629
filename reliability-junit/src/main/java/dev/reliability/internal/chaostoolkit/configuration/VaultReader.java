package dev.reliability.internal.chaostoolkit.configuration;

import dev.reliability.internal.chaostoolkit.activity.ActivityFailedException;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.http.HttpAnswer;
import dev.reliability.internal.chaostoolkit.http.HttpCall;
import dev.reliability.internal.chaostoolkit.http.HttpCaller;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Secrets of HashiCorp Vault's key/value store, versions 1 and 2; by token, AppRole or service account. */
final class VaultReader {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    /** A secret that cannot be read; the message holds no values. */
    static final class UnreadableSecretException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableSecretException(String reason) {
            super(reason);
        }
    }

    @Nullable
    Object read(Map<String, @Nullable Object> definition, Map<String, @Nullable Object> settings)
            throws UnreadableSecretException {
        if (!(definition.get("path") instanceof String path)) {
            throw new UnreadableSecretException("a vault entry needs a path, as a text");
        }
        String mount = PythonText.str(settings.getOrDefault("vault_secrets_mount_point", "secret"));
        boolean first =
                PythonText.str(settings.getOrDefault("vault_kv_version", "2")).equals("1");
        String token = token(settings);
        Map<String, Object> answer = ask(
                HttpCall.of("GET", address(settings) + "/v1/" + mount + (first ? "/" : "/data/") + path)
                        .header("X-Vault-Token", token),
                path);
        Map<String, Object> data = Values.asMap(answer.get("data"));
        if (!first && data != null) {
            data = Values.asMap(data.get("data"));
        }
        if (data == null) {
            throw new UnreadableSecretException("Vault has no secret at " + path);
        }
        if (!(definition.get("key") instanceof String key)) {
            return data;
        }
        if (!data.containsKey(key)) {
            throw new UnreadableSecretException("the secret of Vault at " + path + " has no key '" + key + "'");
        }
        return data.get(key);
    }

    private static String address(Map<String, @Nullable Object> settings) throws UnreadableSecretException {
        if (!(settings.get("vault_addr") instanceof String address)) {
            throw new UnreadableSecretException("the configuration has no vault_addr");
        }
        return address;
    }

    private static String token(Map<String, @Nullable Object> settings) throws UnreadableSecretException {
        if (settings.containsKey("vault_token")) {
            return PythonText.str(settings.get("vault_token"));
        }
        if (settings.containsKey("vault_role_id") && settings.containsKey("vault_role_secret")) {
            return login(
                    settings,
                    "approle",
                    Map.of(
                            "role_id", PythonText.str(settings.get("vault_role_id")),
                            "secret_id", PythonText.str(settings.get("vault_role_secret"))));
        }
        if (settings.containsKey("vault_sa_role")) {
            Object file = settings.get("vault_sa_token_path");
            String path = PythonValues.truth(file) ? PythonText.str(file) : SERVICE_ACCOUNT;
            try {
                return login(
                        settings,
                        PythonText.str(settings.getOrDefault("vault_k8s_mount_point", "kubernetes")),
                        Map.of(
                                "role", PythonText.str(settings.get("vault_sa_role")),
                                "jwt", Files.readString(Path.of(path))));
            } catch (IOException e) {
                throw new UnreadableSecretException("there is no service account token at " + path);
            }
        }
        throw new UnreadableSecretException(
                "the configuration has no vault_token, vault_role_id with vault_role_secret, or vault_sa_role");
    }

    private static String login(Map<String, @Nullable Object> settings, String method, Map<String, String> credentials)
            throws UnreadableSecretException {
        Map<String, Object> answer = ask(
                HttpCall.of("POST", address(settings) + "/v1/auth/" + method + "/login")
                        .header("Content-Type", "application/json")
                        .body(PythonJson.dumps(credentials)),
                "the login by " + method);
        Map<String, Object> auth = Values.asMap(answer.get("auth"));
        if (auth == null || !(auth.get("client_token") instanceof String token)) {
            throw new UnreadableSecretException("Vault gave no token to the login by " + method);
        }
        return token;
    }

    private static Map<String, @Nullable Object> ask(HttpCall call, String what) throws UnreadableSecretException {
        try {
            HttpAnswer answer = new HttpCaller(new Cancellation()).call(call.within(LIMIT));
            if (answer.status() != 200) {
                throw new UnreadableSecretException("Vault answered " + answer.status() + " to " + what);
            }
            Map<String, Object> json = Values.asMap(PythonJson.loads(answer.utf8()));
            if (json == null) {
                throw new UnreadableSecretException("Vault's answer to " + what + " is not an object");
            }
            return json;
        } catch (ActivityFailedException | IOException | RuntimeException e) {
            throw new UnreadableSecretException("Vault did not answer to " + what + ": " + e.getMessage());
        }
    }
}
