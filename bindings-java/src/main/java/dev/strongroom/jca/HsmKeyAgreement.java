package dev.strongroom.jca;

import dev.strongroom.Attributes;
import dev.strongroom.Cka;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import java.math.BigInteger;
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
 * ECDH, X25519, X448, and Diffie-Hellman over primes for what is old. What is agreed on comes out as Java's interface wants
 * it; as a {@code Generic} or {@code AES} key it stays in the token: all of it, or its last 32 bytes.
 */
final class HsmKeyAgreement extends KeyAgreementSpi {
    private static final Pattern BITS = Pattern.compile("\\d{3}");

    private final Kinds kinds;
    private @Nullable TokenPrivateKey key;
    /** The other party's point, or number. */
    private byte @Nullable [] value;

    HsmKeyAgreement(Kinds kinds) {
        this.kinds = kinds;
    }

    @Override
    protected void engineInit(Key given, @Nullable SecureRandom random) throws InvalidKeyException {
        key = null;
        value = null;
        if (!(given instanceof TokenPrivateKey token) || !kinds.has(token)) {
            throw new InvalidKeyException(kinds.refusal(given) + "; private keys are of a token here");
        }
        key = token;
    }

    @Override
    protected void engineInit(Key given, @Nullable AlgorithmParameterSpec said, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (said != null) {
            throw new InvalidAlgorithmParameterException("an agreement has no parameters");
        }
        engineInit(given, random);
    }

    private TokenPrivateKey key() {
        if (key == null) {
            throw new IllegalStateException("it is not initialised");
        }
        return key;
    }

    private boolean overPrime() {
        return kinds.algorithm().equals("DH");
    }

    /** How many bytes are agreed on. */
    private int length() {
        String kind = key().kind();
        if (kind.equals("x25519")) {
            return 32;
        }
        if (overPrime()) {
            return (Integer.parseInt(KeyNames.parameter(kind)) + 7) / 8;
        }
        // Names of curves have the bits of their fields in them.
        Matcher bits = BITS.matcher(kind);
        return bits.find() ? (Integer.parseInt(bits.group()) + 7) / 8 : 0;
    }

    @Override
    protected @Nullable Key engineDoPhase(Key other, boolean last) throws InvalidKeyException {
        TokenPrivateKey mine = key();
        if (!last) {
            throw new IllegalStateException("two parties agree here");
        }
        if (!(other instanceof PublicKey peer) || !kinds.has(peer)) {
            throw new InvalidKeyException("the other party's public key: " + kinds.refusal(other));
        }
        value = overPrime() ? number(mine, peer) : point(mine, peer);
        return null;
    }

    /** A point stands at the end of the encoding of a public key. */
    private byte[] point(TokenPrivateKey mine, PublicKey peer) throws InvalidKeyException {
        byte[] info = peer.getEncoded();
        int length = mine.kind().startsWith("ec:") ? 1 + 2 * length() : length();
        if (info == null || info.length != mine.publicKey().getEncoded().length) {
            throw new InvalidKeyException("the other party's public key is of another curve");
        }
        return Arrays.copyOfRange(info, info.length - length, info.length);
    }

    /** The number of a public key over a prime, as the token reads it. */
    private static byte[] number(TokenPrivateKey mine, PublicKey peer) throws InvalidKeyException {
        long[] group = {Cka.CKA_PRIME, Cka.CKA_BASE};
        HsmPublicKey inside = PublicKeys.inside(peer, mine.key().session());
        try {
            Attributes own = mine.key().attributes(group);
            Attributes theirs = inside.attributes(Cka.CKA_PRIME, Cka.CKA_BASE, Cka.CKA_VALUE);
            for (long part : group) {
                if (!new BigInteger(1, own.bytes(part)).equals(new BigInteger(1, theirs.bytes(part)))) {
                    throw new InvalidKeyException("the other party's public key is of another group");
                }
            }
            return theirs.bytes(Cka.CKA_VALUE);
        } finally {
            inside.destroy();
        }
    }

    private HsmSecretKey agreed(KeySpec.Secret spec) {
        byte[] peer = value;
        if (peer == null) {
            throw new IllegalStateException("the other party's key is missing: doPhase");
        }
        value = null;
        Mechanism how = !overPrime() ? Mechanism.ecdh(peer)
                : key().kind().startsWith("x942") ? Mechanism.x942Dh(peer)
                : Mechanism.dh(peer);
        return Unexpected.in(() -> key().key().derive(how, spec));
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
            // TLS 1.2 wants numbers over a prime without zeros before them (RFC 5246, section 8.1.2).
            int from = 0;
            while (overPrime() && algorithm.equals("TlsPremasterSecret") && from < made.length - 1 && made[from] == 0) {
                from++;
            }
            return new SecretKeySpec(made, from, made.length - from, algorithm);
        } finally {
            Arrays.fill(made, (byte) 0);
        }
    }
}
