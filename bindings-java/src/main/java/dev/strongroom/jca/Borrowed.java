package dev.strongroom.jca;

import dev.strongroom.HsmException;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Session;
import java.lang.ref.Cleaner;
import java.security.InvalidKeyException;
import java.security.Key;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The secret key of a cipher or a MAC, as the token has it. Of a key that is not of a token it is a copy, which goes with
 * the session, and is destroyed before: when another key takes its place, or when who used it is gone.
 */
final class Borrowed {
    private static final Cleaner CLEANER = Cleaner.create();

    private final HsmProvider provider;
    private final String kind;
    private @Nullable Key said;
    private @Nullable HsmSecretKey key;
    private @Nullable Copy copy;

    /** @param kind what a key that is not of a token becomes there */
    Borrowed(HsmProvider provider, String kind) {
        this.provider = provider;
        this.kind = kind;
    }

    /** What is destroyed. */
    private static final class Copy implements Runnable {
        private @Nullable HsmSecretKey key;

        /** Destroys the copy, and keeps the next one, or none. */
        synchronized void next(@Nullable HsmSecretKey other) {
            HsmSecretKey old = key;
            key = other;
            if (old != null) {
                try {
                    old.destroy();
                } catch (HsmException gone) {
                    // It went with its session.
                }
            }
        }

        @Override
        public void run() {
            next(null);
        }
    }

    /** What was said last. */
    @Nullable Key said() {
        return said;
    }

    HsmSecretKey key() {
        if (key == null) {
            throw new IllegalStateException("it is not initialised");
        }
        return key;
    }

    /** Takes a key for somebody to use. */
    void take(@Nullable Key given, Object user) throws InvalidKeyException {
        if (given instanceof TokenSecretKey token) {
            key = token.key();
            if (copy != null) {
                copy.next(null);
            }
        } else {
            Session session = provider.session();
            if (given != said || key == null || key.session() != session) {
                key = copied(given, session, kind);
                if (copy == null) {
                    copy = new Copy();
                    CLEANER.register(user, copy);
                }
                copy.next(key);
            }
        }
        said = given;
    }

    /** A copy in the token of a key that is not of a token. */
    static HsmSecretKey copied(@Nullable Key given, Session session, String kind) throws InvalidKeyException {
        if (!(given instanceof SecretKey) || !"RAW".equals(given.getFormat())) {
            throw new InvalidKeyException("a secret key is wanted, not " + (given == null ? "none" : given.getClass()));
        }
        byte[] value = given.getEncoded();
        try {
            return session.importKey(value, KeySpec.secret(kind));
        } catch (HsmException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }
}
