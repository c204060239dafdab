package dev.strongroom.jca;

import dev.strongroom.HsmKey;
import java.io.NotSerializableException;
import java.security.Key;
import org.jspecify.annotations.Nullable;

/** A key that stays in its token: it has no encoding. */
abstract class TokenKey implements Key {
    private static final long serialVersionUID = 1;

    private final transient HsmKey key;
    private final String algorithm;
    private final String kind;

    TokenKey(HsmKey key, String algorithm, String kind) {
        this.key = key;
        this.algorithm = algorithm;
        this.kind = kind;
    }

    /** In the core's words: {@code ec:p256}, {@code aes:256}. */
    String kind() {
        return kind;
    }

    HsmKey key() {
        return key;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public @Nullable String getFormat() {
        return null;
    }

    @Override
    public byte @Nullable [] getEncoded() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenKey that && (key == that.key || key.equals(that.key));
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return algorithm + " " + key;
    }

    Object writeReplace() throws NotSerializableException {
        throw new NotSerializableException("a key stays in its token");
    }
}
