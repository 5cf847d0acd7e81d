package io.sharq.server.auth;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where the credentials are.
 *
 * @param htpasswd a file of users and hashes of their passwords
 * @param htpasswdRoles what these users may do
 * @param tokens a file of bearer tokens' hashes
 * @param jwt who signs tokens
 */
public record AuthSettings(Optional<Path> htpasswd, Set<Role> htpasswdRoles, Optional<Path> tokens, Optional<Jwt> jwt) {
    /**
     * Who signs tokens.
     *
     * @param keys a file with a JSON Web Key Set
     * @param issuer what {@code iss} must say
     * @param audience what {@code aud} must say
     */
    public record Jwt(Path keys, String issuer, String audience) {}

    /**
     * Keeps a copy of the set.
     *
     * @param htpasswd a file of users
     * @param htpasswdRoles what these users may do
     * @param tokens a file of bearer tokens' hashes
     * @param jwt who signs tokens
     */
    public AuthSettings {
        htpasswdRoles = Set.copyOf(htpasswdRoles);
    }

    /**
     * Whether credentials are asked for.
     *
     * @return whether there are any
     */
    public boolean isOn() {
        return htpasswd.isPresent() || tokens.isPresent() || jwt.isPresent();
    }
}
