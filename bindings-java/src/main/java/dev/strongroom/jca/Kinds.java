package dev.strongroom.jca;

import java.security.Key;
import java.security.PublicKey;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a service is for: keys of a token by their kinds in the core's words, and public keys by the algorithm that
 * Java names. Which curve or set a public key is of, the token says when it is used. As long as nobody has said a key, any
 * may come.
 */
record Kinds(String algorithm, Pattern kinds) implements Predicate<@Nullable Object> {
    /**
     * @param algorithm Java's name of them
     * @param kinds a pattern
     */
    static Kinds of(String algorithm, String kinds) {
        return new Kinds(algorithm, Pattern.compile(kinds));
    }

    /** Keys of these families, whatever their size. */
    static Kinds ofFamilies(String algorithm, String families) {
        return of(algorithm, "(" + families + ")(:.*)?");
    }

    boolean has(@Nullable Object key) {
        return key instanceof TokenKey token
                ? kinds.matcher(token.kind()).matches()
                : key instanceof PublicKey other && algorithm.equals(KeyNames.algorithm(other.getAlgorithm()));
    }

    @Override
    public boolean test(@Nullable Object key) {
        return key == null || has(key);
    }

    /** What is wrong with a key that is none of these. */
    String refusal(@Nullable Key key) {
        String given = key == null ? "none"
                : key instanceof TokenKey token ? "one of kind " + token.kind()
                : key.getAlgorithm() + " of " + key.getClass().getName();
        return "a key of " + algorithm + " is wanted, not " + given;
    }
}
