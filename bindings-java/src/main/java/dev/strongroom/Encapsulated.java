package dev.strongroom;

/**
 * A secret key that was made for the owner of a public key.
 *
 * @param ciphertext what the owner needs for it
 * @param key the key
 */
public record Encapsulated(byte[] ciphertext, HsmSecretKey key) {}
