package io.sharq.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * JSON Web Tokens (RFC 7519) that an issuer signed with a key of a file. The keys come from that file alone, never from a
 * token; signatures are asymmetric, so that nobody can sign with a public key. The claims {@code sub}, {@code exp},
 * {@code iss}, {@code aud} and {@code roles} must be there; {@code queue_types} bounds the queue types. Thread-safe.
 */
final class SignedTokens {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    private SignedTokens(JWKSet keys, String issuer, String audience) {
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience,
                new JWTClaimsSet.Builder().issuer(issuer).build(),
                Set.of("sub", "exp", "iss", "aud", "roles")));
    }

    static SignedTokens parse(String file, String jwks, String issuer, String audience) {
        try {
            return new SignedTokens(JWKSet.parse(jwks).toPublicJWKSet(), issuer, audience);
        } catch (ParseException e) {
            throw new ConfigurationException(file + ": it is not a JSON Web Key Set: " + e.getMessage(), e);
        }
    }

    Optional<VerifiedPrincipal> find(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            String types = claims.getStringClaim("queue_types");
            String subject = claims.getSubject();
            List<String> roles = claims.getStringListClaim("roles");
            if (subject == null || subject.isEmpty() || roles == null) {
                return Optional.empty();
            }
            Principal principal = new Principal(
                    subject,
                    Role.parse("roles", String.join(",", roles)),
                    types == null ? TypePatterns.ALL : TypePatterns.parse("queue_types", types));
            return Optional.of(
                    new VerifiedPrincipal(principal, claims.getExpirationTime().toInstant()));
        } catch (ParseException | BadJOSEException | JOSEException | InvalidValueException e) {
            return Optional.empty();
        }
    }
}
