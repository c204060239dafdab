package dev.strongroom.jca;

import dev.strongroom.Attributes;
import dev.strongroom.Cka;
import dev.strongroom.HsmException;
import dev.strongroom.HsmKeyPair;
import dev.strongroom.HsmObject;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Session;
import java.math.BigInteger;
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
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.DSAParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.spec.DHParameterSpec;
import org.jspecify.annotations.Nullable;

/** Key pairs: how they are made, and how they come in. */
final class KeyPairs {
    private KeyPairs() {}

    static KeyPair of(HsmKeyPair pair) throws InvalidKeyException {
        TokenPrivateKey key = TokenPrivateKey.of(pair.privateKey());
        return new KeyPair(key.publicKey(), key);
    }

    /** Imports a private key that is not of a token: it, and its public key. */
    static List<HsmObject> inside(PrivateKey key, Session session, KeySpec.Pair spec) throws InvalidKeyException {
        byte[] encoded = key.getEncoded();
        if (encoded == null || !"PKCS#8".equals(key.getFormat())) {
            throw new InvalidKeyException("a private key without an encoding cannot be brought into the token");
        }
        return inside(encoded, session, spec);
    }

    /** Imports a private key, PKCS #8, and wipes what it came in. */
    private static List<HsmObject> inside(byte[] encoded, Session session, KeySpec.Pair spec) throws InvalidKeyException {
        try {
            return session.importKey(encoded, spec);
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

        /**
         * @param algorithm Java's name of the pairs that it makes
         * @param usual the kind where none is said
         */
        Generator(HsmProvider provider, String algorithm, String usual) {
            this.provider = provider;
            this.algorithm = algorithm;
            this.spec = KeySpec.pair(usual);
        }

        @Override
        public void initialize(int size, @Nullable SecureRandom random) {
            String kind = switch (String.valueOf(KeyNames.algorithm(algorithm))) {
                case "RSA" -> "rsa:" + size;
                case "DSA" -> "dsa:" + size;
                case "DH" -> "dh:" + size;
                case "EC" -> size == 224 || size == 256 || size == 384 || size == 521 ? "ec:p" + size : "";
                case "EdDSA" -> size == 255 || size == 256 ? "ed25519" : size == 448 || size == 456 ? "ed448" : "";
                case "XDH" -> size == 255 || size == 256 ? "x25519" : size == 448 ? "x448" : "";
                default -> "";
            };
            if (kind.isEmpty() || !KeyNames.called(algorithm, kind)) {
                throw new InvalidParameterException("there are no keys of " + algorithm + " of " + size + " bits");
            }
            spec = KeySpec.pair(kind);
        }

        @Override
        public void initialize(AlgorithmParameterSpec said, @Nullable SecureRandom random)
                throws InvalidAlgorithmParameterException {
            KeySpec.Pair wanted = wanted(said);
            if (!KeyNames.called(algorithm, wanted.kind())) {
                throw new InvalidAlgorithmParameterException(
                        "a generator of " + algorithm + " makes no keys of kind " + wanted.kind());
            }
            spec = wanted;
        }

        private KeySpec.Pair wanted(@Nullable AlgorithmParameterSpec said) throws InvalidAlgorithmParameterException {
            if (said instanceof TokenKeySpec all && all.spec() instanceof KeySpec.Pair pair) {
                return pair;
            }
            if (said instanceof RSAKeyGenParameterSpec rsa) {
                if (!RSAKeyGenParameterSpec.F4.equals(rsa.getPublicExponent())) {
                    throw new InvalidAlgorithmParameterException("the public exponent is 65537 here");
                }
                return KeySpec.rsa(rsa.getKeysize());
            }
            if (said instanceof ECParameterSpec curve) {
                return KeySpec.pair("ec:" + curve(curve));
            }
            if (said instanceof NamedParameterSpec named) {
                boolean curve = named instanceof ECGenParameterSpec || algorithm.equals("EC");
                return KeySpec.pair(curve ? "ec:" + curve(named.getName()) : kind(named.getName()));
            }
            if (said instanceof DSAParameterSpec dsa) {
                return KeySpec.pair("dsa:" + dsa.getP().bitLength()).attributes(
                        group(dsa.getP(), dsa.getG()).with(Cka.CKA_SUBPRIME, bytes(dsa.getQ())));
            }
            if (said instanceof DHParameterSpec dh) {
                Attributes group = group(dh.getP(), dh.getG());
                return KeySpec.pair("dh:" + dh.getP().bitLength())
                        .attributes(dh.getL() == 0 ? group : group.with(Cka.CKA_VALUE_BITS, dh.getL()));
            }
            throw new InvalidAlgorithmParameterException("keys of " + algorithm + " are not told by " + said);
        }

        private static Attributes group(BigInteger prime, BigInteger base) {
            return new Attributes().with(Cka.CKA_PRIME, bytes(prime)).with(Cka.CKA_BASE, bytes(base));
        }

        /** A number without a sign. */
        private static byte[] bytes(BigInteger number) {
            byte[] all = number.toByteArray();
            return all[0] == 0 ? Arrays.copyOfRange(all, 1, all.length) : all;
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

    /** Takes keys into the token. What a key is told by that is no encoding, another provider reads. */
    static final class Factory extends KeyFactorySpi {
        private final HsmProvider provider;
        private final String name;
        private final String algorithm;

        /**
         * @param name what Java calls the keys that it takes: {@code EdDSA}, or {@code Ed25519} alone
         * @param algorithm what Java calls the algorithm of those keys
         */
        Factory(HsmProvider provider, String name, String algorithm) {
            this.provider = provider;
            this.name = name;
            this.algorithm = algorithm;
        }

        @Override
        protected PublicKey engineGeneratePublic(java.security.spec.KeySpec said) throws InvalidKeySpecException {
            if (said instanceof X509EncodedKeySpec encoded) {
                PublicKey made = PublicKeys.of(encoded.getEncoded(), algorithm);
                if (made instanceof PublicKeys.Encoded) {
                    checked(made);
                }
                return made;
            }
            PublicKey made = PublicKeys.elsewhere(algorithm, factory -> factory.generatePublic(said));
            if (made == null) {
                throw new InvalidKeySpecException("no public key of " + name + " is told by " + said);
            }
            return made;
        }

        /** Has a key read by the token that no other provider can read. */
        private void checked(PublicKey key) throws InvalidKeySpecException {
            try {
                HsmPublicKey inside = PublicKeys.inside(key, provider.session());
                String kind = inside.kind().orElse("");
                inside.destroy();
                if (!KeyNames.called(name, kind)) {
                    throw new InvalidKeySpecException("it is a public key of kind " + kind + ", not of " + name);
                }
            } catch (InvalidKeyException error) {
                throw new InvalidKeySpecException(error.getMessage(), error);
            }
        }

        @Override
        protected PrivateKey engineGeneratePrivate(java.security.spec.KeySpec said) throws InvalidKeySpecException {
            try {
                if (said instanceof PKCS8EncodedKeySpec encoded) {
                    return taken(inside(encoded.getEncoded(), provider.session(), KeySpec.ofFile()));
                }
                PrivateKey made = PublicKeys.elsewhere(algorithm, factory -> factory.generatePrivate(said));
                if (made == null) {
                    throw new InvalidKeySpecException("no private key of " + name + " is told by " + said);
                }
                return taken(inside(made, provider.session(), KeySpec.ofFile()));
            } catch (InvalidKeyException error) {
                throw new InvalidKeySpecException(error.getMessage(), error);
            }
        }

        /** A private key that came in, unless it is of another kind than is wanted. */
        private PrivateKey taken(List<HsmObject> made) throws InvalidKeyException {
            String kind = made.get(0).kind().orElse("");
            if (made.get(0) instanceof HsmPrivateKey key && KeyNames.called(name, kind)) {
                return TokenPrivateKey.of(key);
            }
            made.forEach(HsmObject::destroy);
            throw new InvalidKeyException("it is no private key of " + name + ", but a key of kind " + kind);
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
            T made = PublicKeys.elsewhere(algorithm, factory -> factory.getKeySpec(factory.translateKey(key), wanted));
            if (made == null) {
                throw new InvalidKeySpecException("there is no " + wanted.getSimpleName() + " of it");
            }
            return made;
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            if (key instanceof PrivateKey outside && !(key instanceof TokenKey)) {
                return taken(inside(outside, provider.session(), KeySpec.ofFile()));
            }
            boolean ours = key instanceof TokenPrivateKey token && KeyNames.called(name, token.kind());
            if (ours || key instanceof PublicKey && algorithm.equals(KeyNames.algorithm(key.getAlgorithm()))) {
                return key;
            }
            throw new InvalidKeyException("a private or a public key of " + name + " is wanted");
        }
    }
}
