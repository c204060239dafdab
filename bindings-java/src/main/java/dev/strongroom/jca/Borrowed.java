package dev.strongroom.jca;

import dev.strongroom.HsmException;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Session;
import java.security.InvalidKeyException;
import java.security.Key;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The secret key of a cipher or a MAC, as the token has it. Of a key that is not of a token it is a {@link Copy}. */
final class Borrowed {
    private final HsmProvider provider;
    private final Kinds kinds;
    private final String kind;
    private @Nullable Key said;
    private @Nullable HsmSecretKey key;
    private @Nullable Copy copy;

    /**
     * @param kinds which keys of a token may be used
     * @param kind what a key that is not of a token becomes there
     */
    Borrowed(HsmProvider provider, Kinds kinds, String kind) {
        this.provider = provider;
        this.kinds = kinds;
        this.kind = kind;
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
            if (!kinds.has(token)) {
                throw new InvalidKeyException(kinds.refusal(token));
            }
            key = token.key();
            if (copy != null) {
                copy.next(null);
            }
        } else {
            Session session = provider.session();
            if (given != said || key == null || key.session() != session) {
                key = copied(given, session, KeySpec.secret(kind));
                if (copy == null) {
                    copy = Copy.usedBy(user);
                }
                copy.next(key);
            }
        }
        said = given;
    }

    /** A copy in the token of a key that is not of a token. */
    static HsmSecretKey copied(@Nullable Key given, Session session, KeySpec.Secret spec) throws InvalidKeyException {
        byte[] value = given instanceof SecretKey && "RAW".equals(given.getFormat()) ? given.getEncoded() : null;
        if (value == null) {
            throw new InvalidKeyException("a secret key is wanted, not " + (given == null ? "none" : given.getClass()));
        }
        try {
            return session.importKey(value, spec);
        } catch (HsmException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }
}
