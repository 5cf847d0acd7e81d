package io.sharq.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.apache.commons.codec.digest.Crypt;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.Md5Crypt;

/** A password's hash as {@code htpasswd} and {@code crypt(3)} write it. */
record PasswordHash(String text) {
    private static final String APR1 = "$apr1$";

    /** SHA-crypt hashes a password five thousand times: a long one would take a second of a core. */
    private static final int LONGEST_PASSWORD = 512;

    private static final String SHA1 = "{SHA}";

    /** Whether the hash is of a kind that can be checked. Plain text, and the old crypt of eight characters, are not. */
    boolean isKnown() {
        return isBcrypt()
                || text.matches("\\$apr1\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}")
                || text.matches("\\{SHA\\}[A-Za-z0-9+/]{27}=")
                || text.matches("\\$5\\$(rounds=\\d{4,9}\\$)?[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{43}")
                || text.matches("\\$6\\$(rounds=\\d{4,9}\\$)?[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{86}");
    }

    private boolean isBcrypt() {
        return text.matches("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
    }

    boolean matches(String password) {
        if (password.length() > LONGEST_PASSWORD) {
            return false;
        }
        if (isBcrypt()) {
            // bcrypt reads 72 bytes at most: a longer password is truncated, as htpasswd does.
            byte[] bytes = password.getBytes(UTF_8);
            byte[] taken = bytes.length > 72 ? java.util.Arrays.copyOf(bytes, 72) : bytes;
            return BCrypt.verifyer().verify(taken, text.getBytes(UTF_8)).verified;
        }
        return isEqual(hash(password), text);
    }

    private String hash(String password) {
        if (text.startsWith(APR1)) {
            return Md5Crypt.apr1Crypt(password.getBytes(UTF_8), text);
        }
        if (text.startsWith(SHA1)) {
            return SHA1 + Base64.getEncoder().encodeToString(DigestUtils.sha1(password));
        }
        return Crypt.crypt(password, text);
    }

    /** Compares in constant time. */
    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    /** The kind of the hash, without its value. */
    @Override
    public String toString() {
        int end = text.indexOf('$', 1);
        return "PasswordHash[" + (end > 0 ? text.substring(1, end).toUpperCase(Locale.ROOT) : "?") + "]";
    }
}
