package dev.strongroom;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a key is used: a mechanism with its parameters, which have their usual values unless they are said. It does not
 * change; each method gives another one. What is wrong with it is said when it is first used. Make it once where it is
 * used often. Of arrays it has copies; a secret, say a password, is in the core from the moment that it is said, and goes
 * with the last mechanism that has it: nothing of it is in Java but the array that it was given in, which may be wiped at
 * once.
 */
public final class Mechanism extends NamedMechanisms {
    private final String name;
    private final Map<String, Object> fields;
    /** What is derived in a second step from what was agreed on. */
    private final @Nullable Mechanism then;
    private volatile @Nullable Made made;

    /** The core's, once it was needed. */
    static final class Made extends Held {
        Made(long number) {
            super(number, true);
        }
    }

    private Mechanism(String name, Map<String, Object> fields, @Nullable Mechanism then) {
        this.name = name;
        this.fields = fields;
        this.then = then;
    }

    /**
     * Any that the core knows, by its name there or as {@code CKM_…}, with its parameters by their names there: {@code
     * String}, {@code byte[]}, {@code Boolean}, a number, a key, or, of a secret, {@code byte[]} or {@code char[]}.
     *
     * @param name {@code aes-gcm}, {@code CKM_SHA256_RSA_PKCS}, {@code ES256}, {@code SHA256withECDSA}, …
     * @param fields its parameters
     * @return the mechanism
     */
    public static Mechanism of(String name, Map<String, ?> fields) {
        Mechanism made = named(name);
        for (Map.Entry<String, ?> field : fields.entrySet()) {
            made = made.with(field.getKey(), field.getValue());
        }
        return made;
    }

    static Mechanism named(String name) {
        return new Mechanism(name, Map.of(), null);
    }

    @Override
    Mechanism with(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(field, kept(field, Objects.requireNonNull(value)));
        return new Mechanism(name, more, then);
    }

    private static Object kept(String field, Object value) {
        if (value instanceof HsmKey key) {
            return key.handle();
        }
        if ("secret".equals(Names.FIELDS.get(field))) {
            return Confidential.of(field, value);
        }
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    /** A hash as the core calls it. */
    static String hashName(String hash) {
        String lower = hash.toLowerCase(Locale.ROOT);
        String plain = lower.startsWith("sha-") ? "sha" + lower.substring(4) : lower;
        return plain.replace('/', '-');
    }

    /**
     * The names that other ecosystems have for algorithms, which {@link #of} takes as well: those of JSON Web Signatures
     * and of the Java Cryptography Architecture. Each has the core's name for the mechanism, the hash, and the encoding
     * of the signature; null where it has none.
     *
     * @return the names, and what they mean
     */
    public static Map<String, List<@Nullable String>> algorithms() {
        return Names.ALGORITHMS;
    }

    /**
     * The core's names of hashes.
     *
     * @return the names, and the bytes of a digest
     */
    public static Map<String, Integer> hashes() {
        return Names.HASHES;
    }

    /**
     * A signature of two numbers as both one after the other (IEEE P1363).
     *
     * @return the mechanism
     */
    public Mechanism raw() {
        return encoding("raw");
    }

    /**
     * A signature of two numbers as X.509 and TLS have it; so it is unless something else is said.
     *
     * @return the mechanism
     */
    public Mechanism der() {
        return encoding("der");
    }

    /**
     * ECDH, X25519 and X448 with the other party's public key.
     *
     * @param peer a key of this or another token
     * @return the mechanism
     */
    public static Mechanism ecdh(HsmPublicKey peer) {
        return ecdh(peer.bytes(Cka.CKA_EC_POINT));
    }

    /**
     * HKDF behind an agreement: the key is derived from what was agreed on, which stays in the token and is gone then.
     *
     * @param hash {@code SHA-256}, say
     * @param info its context
     * @return the mechanism
     */
    public Mechanism thenHkdf(String hash, byte[] info) {
        return new Mechanism(name, fields, hkdf(hash).info(info));
    }

    @Nullable Mechanism then() {
        return then;
    }

    /** What the core made of it. */
    Made made() {
        Made found = made;
        if (found == null) {
            try {
                // Of two threads that come here together one's is forgotten.
                found = new Made(Native.mechanism(packed()));
                made = found;
            } finally {
                java.lang.ref.Reference.reachabilityFence(this);
            }
        }
        return found;
    }

    private byte[] packed() {
        return new Packed.Writer().text(name).fields(fields).done();
    }

    /** Its name and its parameters, without bytes and secrets. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("Mechanism[" + name);
        fields.forEach((field, value) -> {
            out.append(", ").append(field);
            if (!(value instanceof byte[] || value instanceof Confidential)) {
                out.append('=').append(value);
            }
        });
        return out.append(']').toString();
    }

    /** Of two that were given a secret, only those are equal that were given it together. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mechanism that && Arrays.equals(packed(), that.packed())
                && Objects.equals(then, that.then);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed());
    }
}
