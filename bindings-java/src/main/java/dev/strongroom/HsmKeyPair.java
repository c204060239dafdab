package dev.strongroom;

/**
 * A key pair.
 *
 * @param privateKey the private key
 * @param publicKey the public key
 */
public record HsmKeyPair(HsmPrivateKey privateKey, HsmPublicKey publicKey) {}
