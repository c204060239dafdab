package dev.strongroom.jca;

import dev.strongroom.KeySpec;
import java.security.spec.AlgorithmParameterSpec;

/**
 * Says to a {@code KeyPairGenerator} or a {@code KeyGenerator} of this provider all that can be said of a key: its label,
 * whether it stays, what it may do.
 *
 * @param spec what key is wanted
 */
public record TokenKeySpec(KeySpec<?> spec) implements AlgorithmParameterSpec {}
