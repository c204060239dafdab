package dev.strongroom.jca;

import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Secret keys: what Java calls them, how they are made, and how they come in. */
final class SecretKeys {
    private SecretKeys() {}

    /** Java's names of the kinds of secret keys that there are. */
    static Set<String> algorithms() {
        Set<String> names = new TreeSet<>(Set.of("AES", "ChaCha20", "DESede", "Generic"));
        for (String hash : Mechanism.hashes().keySet()) {
            names.add(KeyNames.ofSecret("hmac-" + hash));
        }
        return names;
    }

    /** The core's kind for a name of Java's. */
    static String kind(String algorithm) throws NoSuchAlgorithmException {
        switch (algorithm.toUpperCase(Locale.ROOT)) {
            case "AES":
                return "aes";
            case "CHACHA20":
                return "chacha20";
            case "DESEDE":
                return "3des";
            case "GENERIC":
                return "generic";
            default:
                for (String hash : Mechanism.hashes().keySet()) {
                    if (KeyNames.ofSecret("hmac-" + hash).equalsIgnoreCase(algorithm)) {
                        return "hmac-" + hash;
                    }
                }
                throw new NoSuchAlgorithmException("there are no secret keys of " + algorithm);
        }
    }

    /** Makes secret keys. */
    static final class Generator extends KeyGeneratorSpi {
        private final HsmProvider provider;
        private final String kind;
        private KeySpec.Secret spec;

        Generator(HsmProvider provider, String algorithm) throws NoSuchAlgorithmException {
            this.provider = provider;
            this.kind = kind(algorithm);
            this.spec = KeySpec.secret(kind);
        }

        @Override
        protected void engineInit(@Nullable SecureRandom random) {}

        @Override
        protected void engineInit(@Nullable AlgorithmParameterSpec said, @Nullable SecureRandom random)
                throws InvalidAlgorithmParameterException {
            if (!(said instanceof TokenKeySpec wanted) || !(wanted.spec() instanceof KeySpec.Secret secret)) {
                throw new InvalidAlgorithmParameterException("a TokenKeySpec of a secret key is wanted");
            }
            if (!KeyNames.family(secret.kind()).equals(kind)) {
                throw new InvalidAlgorithmParameterException("a generator of " + kind + " makes no " + secret.kind());
            }
            spec = secret;
        }

        @Override
        protected void engineInit(int bits, @Nullable SecureRandom random) {
            if (kind.equals("3des")) {
                if (bits != 168 && bits != 192) {
                    throw new InvalidParameterException("keys of triple DES have 168 bits");
                }
                spec = KeySpec.des3();
            } else if (kind.equals("aes")) {
                if (bits != 128 && bits != 192 && bits != 256) {
                    throw new InvalidParameterException("AES keys have 128, 192 or 256 bits, not " + bits);
                }
                spec = KeySpec.aes(bits);
            } else if (kind.equals("chacha20")) {
                if (bits != 256) {
                    throw new InvalidParameterException("keys of ChaCha20 have 256 bits");
                }
                spec = KeySpec.chacha20();
            } else if (bits < 8 || bits % 8 != 0) {
                throw new InvalidParameterException("such keys have whole bytes");
            } else {
                spec = KeySpec.secret(kind + ":" + bits / 8);
            }
        }

        @Override
        protected SecretKey engineGenerateKey() {
            return Unexpected.in(() -> TokenSecretKey.of(provider.session().generate(spec)));
        }
    }

    /** Takes secret keys into the token. */
    static final class Factory extends SecretKeyFactorySpi {
        private final HsmProvider provider;
        private final String kind;

        Factory(HsmProvider provider, String algorithm) throws NoSuchAlgorithmException {
            this.provider = provider;
            this.kind = kind(algorithm);
        }

        @Override
        protected SecretKey engineGenerateSecret(java.security.spec.KeySpec said) throws InvalidKeySpecException {
            if (!(said instanceof SecretKeySpec key)) {
                throw new InvalidKeySpecException("a SecretKeySpec is wanted");
            }
            try {
                return engineTranslateKey(key);
            } catch (InvalidKeyException error) {
                throw new InvalidKeySpecException(error.getMessage(), error);
            }
        }

        @Override
        protected java.security.spec.KeySpec engineGetKeySpec(SecretKey key, Class<?> wanted)
                throws InvalidKeySpecException {
            if (key instanceof TokenSecretKey) {
                throw new InvalidKeySpecException("a key stays in its token");
            }
            if (!wanted.isAssignableFrom(SecretKeySpec.class) || key.getEncoded() == null) {
                throw new InvalidKeySpecException("there is only a SecretKeySpec");
            }
            return new SecretKeySpec(key.getEncoded(), key.getAlgorithm());
        }

        @Override
        protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
            if (key instanceof TokenSecretKey) {
                return key;
            }
            return TokenSecretKey.of(Borrowed.copied(key, provider.session(), KeySpec.secret(kind)));
        }
    }
}
