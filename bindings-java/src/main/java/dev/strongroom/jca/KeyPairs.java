package dev.strongroom.jca;

import dev.strongroom.HsmException;
import dev.strongroom.HsmKeyPair;
import dev.strongroom.HsmObject;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Session;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyFactorySpi;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Key pairs: how they are made, and how they come in. */
final class KeyPairs {
    private KeyPairs() {}

    static KeyPair of(HsmKeyPair pair) throws InvalidKeyException {
        TokenPrivateKey key = TokenPrivateKey.of(pair.privateKey());
        return new KeyPair(key.publicKey(), key);
    }

    /** Imports a private key that is not of a token. */
    static HsmPrivateKey inside(PrivateKey key, Session session, KeySpec.Pair spec) throws InvalidKeyException {
        byte[] encoded = key.getEncoded();
        if (encoded == null || !"PKCS#8".equals(key.getFormat())) {
            throw new InvalidKeyException("a private key without an encoding cannot be brought into the token");
        }
        return inside(encoded, session, spec);
    }

    /** Imports a private key, PKCS #8, and wipes what it came in. */
    private static HsmPrivateKey inside(byte[] encoded, Session session, KeySpec.Pair spec) throws InvalidKeyException {
        try {
            for (HsmObject made : session.importKey(encoded, spec)) {
                if (made instanceof HsmPrivateKey found) {
                    return found;
                }
            }
            throw new InvalidKeyException("it is no private key");
        } catch (HsmException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** Makes key pairs. What is made goes with the session, until a key store takes it. */
    static final class Generator extends KeyPairGeneratorSpi {
        private final HsmProvider provider;
        private final String algorithm;
        private KeySpec.Pair spec;

        /** @param usual the kind where none is said */
        Generator(HsmProvider provider, String algorithm, String usual) {
            this.provider = provider;
            this.algorithm = algorithm;
            this.spec = KeySpec.pair(usual);
        }

        @Override
        public void initialize(int size, @Nullable SecureRandom random) {
            spec = KeySpec.pair(switch (algorithm) {
                case "RSA" -> "rsa:" + size;
                case "EC" -> "ec:" + switch (size) {
                    case 224, 256, 384, 521 -> "p" + size;
                    default -> throw new InvalidParameterException("there is no curve of " + size + " bits");
                };
                case "EdDSA", "Ed25519", "Ed448" -> size == 448 || size == 456 ? "ed448" : "ed25519";
                case "XDH", "X25519", "X448" -> size == 448 ? "x448" : "x25519";
                default -> throw new InvalidParameterException("keys of " + algorithm + " have no size");
            });
        }

        @Override
        public void initialize(AlgorithmParameterSpec said, @Nullable SecureRandom random)
                throws InvalidAlgorithmParameterException {
            if (said instanceof TokenKeySpec wanted && wanted.spec() instanceof KeySpec.Pair pair) {
                spec = pair;
            } else if (said instanceof RSAKeyGenParameterSpec rsa && algorithm.equals("RSA")) {
                if (!RSAKeyGenParameterSpec.F4.equals(rsa.getPublicExponent())) {
                    throw new InvalidAlgorithmParameterException("the public exponent is 65537 here");
                }
                spec = KeySpec.rsa(rsa.getKeysize());
            } else if (said instanceof ECGenParameterSpec named) {
                spec = KeySpec.pair("ec:" + curve(named.getName()));
            } else if (said instanceof ECParameterSpec curve && algorithm.equals("EC")) {
                spec = KeySpec.pair("ec:" + curve(curve));
            } else if (said instanceof NamedParameterSpec named) {
                String name = named.getName();
                spec = algorithm.equals("EC") ? KeySpec.pair("ec:" + curve(name)) : KeySpec.pair(kind(name));
            } else {
                throw new InvalidAlgorithmParameterException("keys of " + algorithm + " are not told by " + said);
            }
        }

        private static String curve(String name) throws InvalidAlgorithmParameterException {
            String known = KeyNames.curve(name);
            if (known == null) {
                throw new InvalidAlgorithmParameterException("there is no curve " + name);
            }
            return known;
        }

        private static String curve(ECParameterSpec said) throws InvalidAlgorithmParameterException {
            for (String known : KeyNames.CURVES.keySet()) {
                ECParameterSpec curve = PublicKeys.curve("ec:" + known);
                if (curve != null && curve.getCurve().equals(said.getCurve())
                        && curve.getGenerator().equals(said.getGenerator())) {
                    return known;
                }
            }
            throw new InvalidAlgorithmParameterException("there is no such curve");
        }

        private static String kind(String name) throws InvalidAlgorithmParameterException {
            String known = KeyNames.kind(name);
            if (known == null) {
                throw new InvalidAlgorithmParameterException("there are no keys called " + name);
            }
            return known;
        }

        @Override
        public KeyPair generateKeyPair() {
            return Unexpected.in(() -> of(provider.session().generate(spec)));
        }
    }

    /** Takes keys into the token. */
    static final class Factory extends KeyFactorySpi {
        private final HsmProvider provider;
        private final String algorithm;

        Factory(HsmProvider provider, String algorithm) {
            this.provider = provider;
            this.algorithm = algorithm;
        }

        @Override
        protected PublicKey engineGeneratePublic(java.security.spec.KeySpec said) throws InvalidKeySpecException {
            if (said instanceof X509EncodedKeySpec encoded) {
                return PublicKeys.of(encoded.getEncoded(), algorithm);
            }
            throw new InvalidKeySpecException("an X509EncodedKeySpec is wanted");
        }

        @Override
        protected PrivateKey engineGeneratePrivate(java.security.spec.KeySpec said) throws InvalidKeySpecException {
            if (!(said instanceof PKCS8EncodedKeySpec encoded)) {
                throw new InvalidKeySpecException("a PKCS8EncodedKeySpec is wanted");
            }
            try {
                return TokenPrivateKey.of(inside(encoded.getEncoded(), provider.session(), KeySpec.ofFile()));
            } catch (InvalidKeyException error) {
                throw new InvalidKeySpecException(error.getMessage(), error);
            }
        }

        @Override
        protected <T extends java.security.spec.KeySpec> T engineGetKeySpec(Key key, Class<T> wanted)
                throws InvalidKeySpecException {
            if (key instanceof TokenKey) {
                throw new InvalidKeySpecException("a key stays in its token");
            }
            if (key instanceof PublicKey && key.getEncoded() != null && wanted.isAssignableFrom(X509EncodedKeySpec.class)) {
                return wanted.cast(new X509EncodedKeySpec(key.getEncoded()));
            }
            if (key instanceof RSAPublicKey rsa && wanted.isAssignableFrom(RSAPublicKeySpec.class)) {
                return wanted.cast(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
            }
            throw new InvalidKeySpecException("there is no " + wanted.getSimpleName() + " of it");
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            if (key instanceof PrivateKey outside && !(key instanceof TokenKey)) {
                return TokenPrivateKey.of(inside(outside, provider.session(), KeySpec.ofFile()));
            }
            if (key instanceof TokenKey || key instanceof PublicKey) {
                return key;
            }
            throw new InvalidKeyException("a private or a public key is wanted");
        }
    }
}
