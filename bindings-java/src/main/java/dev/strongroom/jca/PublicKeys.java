package dev.strongroom.jca;

import dev.strongroom.HsmException;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Session;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Public keys: outside of a token as Java's own providers have them, inside as what one of them was imported as. */
final class PublicKeys {
    private PublicKeys() {}

    /** A public key that Java's own providers understand, where one of them does. */
    static PublicKey of(byte[] info, String algorithm) {
        PublicKey made = elsewhere(algorithm, factory -> factory.generatePublic(new X509EncodedKeySpec(info)));
        return made != null ? made : new Encoded(info, algorithm);
    }

    /** What a key factory does. */
    interface Does<T> {
        T of(KeyFactory factory) throws GeneralSecurityException;
    }

    /** What the first of the other providers' key factories makes that can do it; null where none can. */
    static <T> @Nullable T elsewhere(String algorithm, Does<T> does) {
        for (Provider provider : Security.getProviders()) {
            if (provider instanceof HsmProvider || provider.getService("KeyFactory", algorithm) == null) {
                continue;
            }
            try {
                return does.of(KeyFactory.getInstance(algorithm, provider));
            } catch (GeneralSecurityException | RuntimeException unknown) {
                continue;
            }
        }
        return null;
    }

    /** A public key of a kind that none of them understands. */
    record Encoded(byte[] info, String algorithm) implements PublicKey {
        private static final long serialVersionUID = 1;

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return info.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof PublicKey that && Arrays.equals(info, that.getEncoded());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(info);
        }

        @Override
        public String toString() {
            return algorithm + " public key";
        }
    }

    /** The parameters of a curve, where Java knows it. */
    static @Nullable ECParameterSpec curve(String kind) {
        try {
            String curve = KeyNames.parameter(kind);
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(KeyNames.CURVES.getOrDefault(curve, curve)));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException | RuntimeException unknown) {
            return null;
        }
    }

    /** A copy of a public key in the token, which goes with the session; to be destroyed after use. */
    static HsmPublicKey inside(PublicKey key, Session session) throws InvalidKeyException {
        byte[] info = key.getEncoded();
        if (info == null || !"X.509".equals(key.getFormat())) {
            throw new InvalidKeyException("a public key without an encoding is of no use here");
        }
        try {
            return (HsmPublicKey) session.importKey(info, KeySpec.ofFile()).get(0);
        } catch (HsmException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        }
    }
}
