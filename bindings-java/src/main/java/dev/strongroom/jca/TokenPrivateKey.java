package dev.strongroom.jca;

import dev.strongroom.HsmPrivateKey;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.DSAKey;
import java.security.interfaces.DSAParams;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.interfaces.XECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.DSAParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import javax.crypto.interfaces.DHKey;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * A private key that stays in its token. What its public key tells is told by a subclass, so that Java sees what it can
 * be used for. Each says its parameters itself: since Java 22 a private key inherits that method twice.
 */
class TokenPrivateKey extends TokenKey implements PrivateKey {
    private static final long serialVersionUID = 1;

    private final transient PublicKey publicKey;

    private TokenPrivateKey(HsmPrivateKey key, String algorithm, PublicKey publicKey, String kind) {
        super(key, algorithm, kind);
        this.publicKey = publicKey;
    }

    static TokenPrivateKey of(HsmPrivateKey key) throws InvalidKeyException {
        String kind = key.kind().orElse("");
        String algorithm = KeyNames.ofPair(kind);
        if (algorithm == null) {
            throw new InvalidKeyException("Java has no name for keys of this kind: " + kind);
        }
        PublicKey other = PublicKeys.of(key.publicKey("der"), algorithm);
        if (other instanceof RSAPublicKey rsa) {
            return new Rsa(key, rsa, kind);
        }
        if (other instanceof DSAPublicKey dsa) {
            return new Dsa(key, dsa, kind);
        }
        if (other instanceof DHPublicKey dh) {
            return new Dh(key, dh, kind);
        }
        if (algorithm.equals("EC")) {
            ECParameterSpec known = other instanceof ECPublicKey ec ? ec.getParams() : PublicKeys.curve(kind);
            return known == null ? new TokenPrivateKey(key, algorithm, other, kind) : new Ec(key, other, kind, known);
        }
        return switch (algorithm) {
            case "EdDSA" -> new Ed(key, other, kind);
            case "XDH" -> new X(key, other, kind);
            default -> new TokenPrivateKey(key, algorithm, other, kind);
        };
    }

    @Override
    HsmPrivateKey key() {
        return (HsmPrivateKey) super.key();
    }

    PublicKey publicKey() {
        return publicKey;
    }

    /**
     * What its public key has for parameters.
     *
     * @return none, where Java has no name for them
     */
    public @Nullable AlgorithmParameterSpec getParams() {
        String name = KeyNames.ofKind(kind());
        return name == null ? null : new NamedParameterSpec(name);
    }

    private static final class Rsa extends TokenPrivateKey implements RSAKey {
        private static final long serialVersionUID = 1;

        Rsa(HsmPrivateKey key, RSAPublicKey publicKey, String kind) {
            super(key, "RSA", publicKey, kind);
        }

        @Override
        public BigInteger getModulus() {
            return ((RSAPublicKey) publicKey()).getModulus();
        }

        @Override
        public @Nullable AlgorithmParameterSpec getParams() {
            return null;
        }
    }

    private static final class Dsa extends TokenPrivateKey implements DSAKey {
        private static final long serialVersionUID = 1;

        private final transient DSAParams params;

        Dsa(HsmPrivateKey key, DSAPublicKey publicKey, String kind) {
            super(key, "DSA", publicKey, kind);
            this.params = publicKey.getParams();
        }

        @Override
        public DSAParameterSpec getParams() {
            return params instanceof DSAParameterSpec same
                    ? same
                    : new DSAParameterSpec(params.getP(), params.getQ(), params.getG());
        }
    }

    private static final class Dh extends TokenPrivateKey implements DHKey {
        private static final long serialVersionUID = 1;

        private final transient DHParameterSpec params;

        Dh(HsmPrivateKey key, DHPublicKey publicKey, String kind) {
            super(key, "DH", publicKey, kind);
            this.params = publicKey.getParams();
        }

        @Override
        public DHParameterSpec getParams() {
            return params;
        }
    }

    private static final class Ec extends TokenPrivateKey implements ECKey {
        private static final long serialVersionUID = 1;

        private final transient ECParameterSpec params;

        Ec(HsmPrivateKey key, PublicKey publicKey, String kind, ECParameterSpec params) {
            super(key, "EC", publicKey, kind);
            this.params = params;
        }

        @Override
        public ECParameterSpec getParams() {
            return params;
        }
    }

    private static final class Ed extends TokenPrivateKey implements EdECKey {
        private static final long serialVersionUID = 1;

        Ed(HsmPrivateKey key, PublicKey publicKey, String kind) {
            super(key, "EdDSA", publicKey, kind);
        }

        @Override
        public NamedParameterSpec getParams() {
            return kind().equals("ed448") ? NamedParameterSpec.ED448 : NamedParameterSpec.ED25519;
        }
    }

    private static final class X extends TokenPrivateKey implements XECKey {
        private static final long serialVersionUID = 1;

        X(HsmPrivateKey key, PublicKey publicKey, String kind) {
            super(key, "XDH", publicKey, kind);
        }

        @Override
        public NamedParameterSpec getParams() {
            return kind().equals("x448") ? NamedParameterSpec.X448 : NamedParameterSpec.X25519;
        }
    }
}
