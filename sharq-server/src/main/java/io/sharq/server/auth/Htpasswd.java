package io.sharq.server.auth;

import io.sharq.api.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The users of an htpasswd file. Immutable. */
final class Htpasswd {
    private final Map<String, PasswordHash> users;

    /** Checked for an unknown user, so that the response time does not reveal which users exist. */
    private final PasswordHash decoy;

    private Htpasswd(Map<String, PasswordHash> users) {
        this.users = Map.copyOf(users);
        this.decoy = users.values().stream().findFirst().orElse(new PasswordHash("{SHA}"));
    }

    static Htpasswd parse(String file, List<String> lines) {
        Map<String, PasswordHash> users = new HashMap<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            PasswordHash hash = new PasswordHash(line.substring(colon + 1).strip());
            if (colon < 1 || !hash.isKnown()) {
                throw new ConfigurationException(file + ", line " + number
                        + ": it must be a user, a colon and a hash by htpasswd -B, -m or -s, or by crypt with SHA");
            }
            users.put(line.substring(0, colon), hash);
        }
        return new Htpasswd(users);
    }

    /** Slow on purpose. */
    boolean includes(Credentials.Basic credentials) {
        boolean matches = hashFor(credentials.user()).matches(credentials.password());
        return users.containsKey(credentials.user()) && matches;
    }

    PasswordHash hashFor(String user) {
        return users.getOrDefault(user, decoy);
    }
}
