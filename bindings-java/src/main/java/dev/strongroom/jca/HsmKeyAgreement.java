package dev.strongroom.jca;

import dev.strongroom.Cka;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * ECDH, X25519 and X448. What is agreed on comes out as Java's interface wants it; as a {@code Generic} or {@code AES}
 * key it stays in the token.
 */
final class HsmKeyAgreement extends KeyAgreementSpi {
    private static final Pattern BITS = Pattern.compile("\\d{3}");

    private final String family;
    private @Nullable TokenPrivateKey key;
    private byte @Nullable [] point;

    HsmKeyAgreement(String family) {
        this.family = family;
    }

    @Override
    protected void engineInit(Key given, @Nullable SecureRandom random) throws InvalidKeyException {
        if (!(given instanceof TokenPrivateKey token) || !token.kind().matches(family)) {
            throw new InvalidKeyException("a private key of a token, of its kind, is wanted");
        }
        key = token;
        point = null;
    }

    @Override
    protected void engineInit(Key given, @Nullable AlgorithmParameterSpec said, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (said != null) {
            throw new InvalidAlgorithmParameterException("an agreement has no parameters");
        }
        engineInit(given, random);
    }

    private int length() {
        if (key.kind().equals("x25519")) {
            return 32;
        }
        // Names of curves have the bits of their fields in them.
        Matcher bits = BITS.matcher(key.kind());
        return bits.find() ? (Integer.parseInt(bits.group()) + 7) / 8 : 0;
    }

    @Override
    protected @Nullable Key engineDoPhase(Key other, boolean last) throws InvalidKeyException {
        if (key == null) {
            throw new IllegalStateException("it is not initialised");
        }
        if (!last) {
            throw new IllegalStateException("two parties agree here");
        }
        if (!(other instanceof PublicKey peer) || !peer.getAlgorithm().startsWith(key.kind().startsWith("ec") ? "EC" : "X")) {
            throw new InvalidKeyException("the other party's public key is of another kind");
        }
        int length = key.kind().startsWith("ec:") ? 1 + 2 * length() : length();
        byte[] mine = key.publicKey().getEncoded();
        if (peer.getEncoded() == null || mine.length != peer.getEncoded().length) {
            throw new InvalidKeyException("the other party's public key is of another curve");
        }
        point = PublicKeys.point(peer, length);
        return null;
    }

    private HsmSecretKey agreed(KeySpec.Secret spec) {
        if (point == null) {
            throw new IllegalStateException("the other party's key is missing: doPhase");
        }
        HsmSecretKey made = Unexpected.in(() -> key.key().derive(Mechanism.ecdh(point), spec));
        point = null;
        return made;
    }

    @Override
    protected byte[] engineGenerateSecret() {
        HsmSecretKey made = agreed(KeySpec.generic(length()).sensitive(false).extractable(true));
        try {
            return made.attributes(Cka.CKA_VALUE).bytes(Cka.CKA_VALUE);
        } finally {
            made.destroy();
        }
    }

    @Override
    protected int engineGenerateSecret(byte[] out, int at) throws ShortBufferException {
        if (out.length - at < length()) {
            throw new ShortBufferException(length() + " bytes are needed");
        }
        byte[] made = engineGenerateSecret();
        System.arraycopy(made, 0, out, at, made.length);
        Arrays.fill(made, (byte) 0);
        return made.length;
    }

    @Override
    protected SecretKey engineGenerateSecret(String algorithm) throws NoSuchAlgorithmException, InvalidKeyException {
        if (algorithm.equals("Generic")) {
            return TokenSecretKey.of(agreed(KeySpec.generic(length())));
        }
        if (algorithm.equals("AES")) {
            return TokenSecretKey.of(agreed(KeySpec.aes(256)));
        }
        byte[] made = engineGenerateSecret();
        try {
            return new SecretKeySpec(made, algorithm);
        } finally {
            Arrays.fill(made, (byte) 0);
        }
    }
}
