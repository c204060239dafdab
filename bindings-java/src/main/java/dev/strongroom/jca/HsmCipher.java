package dev.strongroom.jca;

import dev.strongroom.Cka;
import dev.strongroom.HsmException;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import dev.strongroom.Transformation;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;

/** Symmetric ciphers. Data that is given at once is one call, data in parts an operation in parts. */
final class HsmCipher extends TokenCipher {
    private static final int TAG = 16;
    private static final byte[] NOTHING = {};

    private final CipherMode mode;
    private final Borrowed key;
    private boolean sealing;
    private byte[] iv = NOTHING;
    private int tag = TAG;
    /** The vector and the key that something was encrypted with, in a mode in which that must not happen twice. */
    private byte @Nullable [] lastIv;
    private @Nullable Key lastKey;

    private final Gathered aad = new Gathered();
    /** Data of a mode that takes it at once. */
    private final Gathered data = new Gathered();
    private @Nullable Transformation begun;
    /** Bytes that went in and did not come out yet. */
    private int inside;

    HsmCipher(HsmProvider provider, CipherMode mode) {
        super(provider, mode.parameters(), mode == CipherMode.GCM ? GCMParameterSpec.class : IvParameterSpec.class);
        this.mode = mode;
        this.key = new Borrowed(provider, mode.kinds(), mode.kind());
    }

    @Override
    protected int engineGetBlockSize() {
        return mode == CipherMode.CHACHA ? 0 : mode.block();
    }

    @Override
    protected int engineGetOutputSize(int length) {
        int all = inside + length;
        if (sealing) {
            return mode.sealed(all, tag);
        }
        return mode.authenticated() ? Math.max(0, all - tag) : all;
    }

    @Override
    int known(int length) {
        return sealing || mode.authenticated() ? engineGetOutputSize(length) : 0;
    }

    @Override
    int part(int length) {
        return mode.part(inside + length, sealing);
    }

    @Override
    protected byte @Nullable [] engineGetIV() {
        return iv.length == 0 ? null : iv.clone();
    }

    @Override
    @Nullable AlgorithmParameterSpec used() {
        if (iv.length == 0) {
            return null;
        }
        return mode == CipherMode.GCM ? new GCMParameterSpec(8 * tag, iv) : new IvParameterSpec(iv);
    }

    @Override
    protected void engineInit(
            int wanted, Key given, @Nullable AlgorithmParameterSpec parameters, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        cancel();
        sealing = seals(wanted);
        tag = parameters instanceof GCMParameterSpec gcm ? gcm.getTLen() / 8 : TAG;
        iv = vector(parameters);
        // What was used is not used again; the first vectors differ almost always.
        if (sealing && mode.authenticated() && Arrays.equals(iv, lastIv) && given != null && given.equals(lastKey)) {
            throw new InvalidAlgorithmParameterException("a vector must not be used twice with a key");
        }
        key.take(given, this);
    }

    /** The vector that is said, or one that is drawn. */
    private byte[] vector(@Nullable AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
        if (parameters == null) {
            if (!sealing && mode.iv() > 0) {
                throw new InvalidAlgorithmParameterException("the vector that it was encrypted with is needed");
            }
            return mode.iv() == 0 ? NOTHING : provider.session().random(mode.iv());
        }
        if (parameters instanceof GCMParameterSpec gcm && mode == CipherMode.GCM) {
            return gcm.getIV();
        }
        if (!(parameters instanceof IvParameterSpec vector) || mode.iv() == 0 || mode == CipherMode.GCM) {
            throw new InvalidAlgorithmParameterException(mode + " has no parameters " + parameters.getClass());
        }
        if (vector.getIV().length != mode.iv()) {
            throw new InvalidAlgorithmParameterException("a vector has " + mode.iv() + " bytes");
        }
        return vector.getIV();
    }

    /** The mechanism for one use of what was said. */
    private Mechanism mechanism() {
        if (sealing && mode.authenticated()) {
            if (iv == lastIv) {
                throw new IllegalStateException("a vector must not be used twice with a key: initialise it anew");
            }
            lastIv = iv;
            lastKey = key.said();
        }
        return mode.mechanism(iv, tag, aad.take());
    }

    @Override
    protected void engineUpdateAAD(byte[] bytes, int from, int length) {
        if (!mode.authenticated()) {
            throw new UnsupportedOperationException(mode + " has no additional data");
        }
        if (begun != null) {
            throw new IllegalStateException("additional data comes before the data");
        }
        aad.add(bytes, from, length);
    }

    @Override
    protected byte[] engineUpdate(byte[] bytes, int from, int length) {
        if (!mode.parts()) {
            data.add(bytes, from, length);
            inside += length;
            return NOTHING;
        }
        return Unexpected.in(() -> {
            if (begun == null) {
                Mechanism how = mechanism();
                begun = sealing ? key.key().encryptor(how) : key.key().decryptor(how);
            }
            byte[] out = begun.update(slice(bytes, from, length));
            inside += length - out.length;
            return out;
        });
    }

    /** A part of an array; the array itself, where that is all of it. */
    private static byte[] slice(byte @Nullable [] bytes, int from, int length) {
        if (bytes == null) {
            return NOTHING;
        }
        return from == 0 && length == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + length);
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] bytes, int from, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        try {
            byte[] last = slice(bytes, from, length);
            if (begun != null) {
                return joined(begun.update(last), begun.finish());
            }
            if (data.size() > 0) {
                data.add(last, 0, last.length);
                last = data.take();
            }
            HsmSecretKey with = key.key();
            return sealing ? with.encrypt(mechanism(), last) : with.decrypt(mechanism(), last);
        } catch (HsmException error) {
            throw failed(error, mode.authenticated());
        } finally {
            cancel();
        }
    }

    private static byte[] joined(byte[] first, byte[] rest) {
        if (rest.length == 0) {
            return first;
        }
        byte[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    private void cancel() {
        aad.clear();
        data.clear();
        inside = 0;
        if (begun != null) {
            begun.close();
            begun = null;
        }
    }

    @Override
    protected byte[] engineWrap(Key target) throws IllegalBlockSizeException, InvalidKeyException {
        try {
            return Wrapping.wrap(key.key(), mechanism(), target);
        } catch (HsmException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        }
    }

    @Override
    protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        Mechanism mechanism = mechanism();
        HsmSecretKey with = key.key();
        try {
            if (type == Cipher.SECRET_KEY) {
                KeySpec.Secret spec = Wrapping.secret(algorithm).extractable(true);
                return TokenSecretKey.of(with.unwrap(wrapped, mechanism, spec));
            }
            if (type == Cipher.PRIVATE_KEY) {
                return TokenPrivateKey.of(with.unwrap(wrapped, mechanism, Wrapping.pair(algorithm)));
            }
            return PublicKeys.of(with.decrypt(mechanism, wrapped), algorithm);
        } catch (HsmException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        }
    }

    @Override
    protected int engineGetKeySize(Key given) throws InvalidKeyException {
        if (given instanceof TokenSecretKey token) {
            return Math.toIntExact(8 * Math.max(0, token.key().attributes(Cka.CKA_VALUE_LEN).number(Cka.CKA_VALUE_LEN)));
        }
        if (given instanceof SecretKey && given.getEncoded() != null) {
            return 8 * given.getEncoded().length;
        }
        throw new InvalidKeyException("a secret key is wanted");
    }
}
