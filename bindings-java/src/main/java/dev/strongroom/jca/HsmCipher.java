package dev.strongroom.jca;

import dev.strongroom.Cka;
import dev.strongroom.Decryptor;
import dev.strongroom.Encryptor;
import dev.strongroom.HsmException;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;

/** Symmetric ciphers. Data that is given at once is one call, data in parts a stream. */
final class HsmCipher extends CipherSpi {
    private static final int TAG_BITS = 128;

    private final HsmProvider provider;
    private final CipherMode mode;
    private int operation;
    private @Nullable Key said;
    private @Nullable HsmSecretKey key;
    private byte @Nullable [] iv;
    private int tag = TAG_BITS / 8;
    /** Whether this vector was used to encrypt, with a mode in which that must not happen twice. */
    private boolean used;
    private byte @Nullable [] lastIv;
    private @Nullable Key lastKey;

    private final Gathered aad = new Gathered();
    private @Nullable Encryptor encryptor;
    private @Nullable Decryptor decryptor;
    /** Bytes that went into the stream and did not come out yet. */
    private int inside;

    HsmCipher(HsmProvider provider, CipherMode mode) {
        this.provider = provider;
        this.mode = mode;
    }

    @Override
    protected void engineSetMode(String said) throws NoSuchAlgorithmException {
        throw new NoSuchAlgorithmException("say the whole transformation");
    }

    @Override
    protected void engineSetPadding(String said) throws NoSuchPaddingException {
        throw new NoSuchPaddingException("say the whole transformation");
    }

    @Override
    protected int engineGetBlockSize() {
        return mode.block();
    }

    @Override
    protected int engineGetOutputSize(int length) {
        int all = inside + length;
        if (operation == Cipher.ENCRYPT_MODE || operation == Cipher.WRAP_MODE) {
            return mode.authenticated() ? all + tag : all + mode.room();
        }
        return mode.authenticated() && encryptor == null ? Math.max(0, all - tag) : all;
    }

    @Override
    protected byte @Nullable [] engineGetIV() {
        return iv == null ? null : iv.clone();
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        if (iv == null) {
            return null;
        }
        try {
            AlgorithmParameters parameters = Delegated.parameters(mode.parameters());
            parameters.init(mode == CipherMode.GCM ? new GCMParameterSpec(8 * tag, iv) : new IvParameterSpec(iv));
            return parameters;
        } catch (GeneralSecurityException error) {
            throw new ProviderException(error);
        }
    }

    @Override
    protected void engineInit(int wanted, Key given, @Nullable SecureRandom random) throws InvalidKeyException {
        try {
            engineInit(wanted, given, (AlgorithmParameterSpec) null, random);
        } catch (InvalidAlgorithmParameterException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        }
    }

    @Override
    protected void engineInit(
            int wanted, Key given, @Nullable AlgorithmParameters parameters, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        AlgorithmParameterSpec spec = null;
        if (parameters != null) {
            try {
                spec = mode == CipherMode.GCM
                        ? parameters.getParameterSpec(GCMParameterSpec.class)
                        : parameters.getParameterSpec(IvParameterSpec.class);
            } catch (GeneralSecurityException error) {
                throw new InvalidAlgorithmParameterException(error.getMessage(), error);
            }
        }
        engineInit(wanted, given, spec, random);
    }

    @Override
    protected void engineInit(
            int wanted, Key given, @Nullable AlgorithmParameterSpec parameters, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        cancel();
        boolean sealing = wanted == Cipher.ENCRYPT_MODE || wanted == Cipher.WRAP_MODE;
        int tagWanted = TAG_BITS / 8;
        byte[] vector = null;
        if (parameters instanceof GCMParameterSpec gcm && mode == CipherMode.GCM) {
            vector = gcm.getIV();
            tagWanted = gcm.getTLen() / 8;
        } else if (parameters instanceof IvParameterSpec given1 && mode.iv() > 0 && mode != CipherMode.GCM) {
            vector = given1.getIV();
        } else if (parameters != null) {
            throw new InvalidAlgorithmParameterException(mode + " has no parameters " + parameters.getClass());
        }
        if (vector == null && mode.iv() > 0) {
            if (!sealing) {
                throw new InvalidAlgorithmParameterException("the vector that it was encrypted with is needed");
            }
            vector = provider.session().random(mode.iv());
        }
        if (vector != null && mode != CipherMode.GCM && vector.length != mode.iv()) {
            throw new InvalidAlgorithmParameterException("a vector has " + mode.iv() + " bytes");
        }
        if (sealing && mode.authenticated() && given.equals(lastKey) && Arrays.equals(vector, lastIv)) {
            throw new InvalidAlgorithmParameterException("a vector must not be used twice with a key");
        }
        if (given != said || key == null) {
            TokenSecretKey.forget(said, key);
            key = TokenSecretKey.inside(given, provider.session(), mode.kind());
            said = given;
            if (!(given instanceof TokenSecretKey)) {
                Borrowed.of(this, key);
            }
        }
        operation = wanted;
        iv = vector;
        tag = tagWanted;
        used = false;
    }

    private boolean encrypting() {
        return operation == Cipher.ENCRYPT_MODE;
    }

    private Mechanism mechanism() {
        if (encrypting() && mode.authenticated()) {
            if (used) {
                throw new IllegalStateException("a vector must not be used twice with a key: initialise it anew");
            }
            used = true;
            lastIv = iv;
            lastKey = said;
        }
        return mode.mechanism(iv, tag, aad.take());
    }

    @Override
    protected void engineUpdateAAD(byte[] bytes, int from, int length) {
        if (!mode.authenticated()) {
            throw new UnsupportedOperationException(mode + " has no additional data");
        }
        if (encryptor != null || decryptor != null) {
            throw new IllegalStateException("additional data comes before the data");
        }
        aad.add(bytes, from, length);
    }

    @Override
    protected byte[] engineUpdate(byte[] bytes, int from, int length) {
        byte[] part = Arrays.copyOfRange(bytes, from, from + length);
        try {
            byte[] out;
            if (encrypting()) {
                if (encryptor == null) {
                    encryptor = key.encryptor(mechanism());
                }
                out = encryptor.update(part);
            } else {
                if (decryptor == null) {
                    decryptor = key.decryptor(mechanism());
                }
                out = decryptor.update(part);
            }
            inside += part.length - out.length;
            return out;
        } catch (HsmException error) {
            throw new ProviderException(error.getMessage(), error);
        }
    }

    @Override
    protected int engineUpdate(byte[] bytes, int from, int length, byte[] out, int at) throws ShortBufferException {
        if (out.length - at < inside + length && !mode.parts()) {
            throw new ShortBufferException();
        }
        byte[] made = engineUpdate(bytes, from, length);
        return put(made, out, at);
    }

    private static int put(byte[] made, byte[] out, int at) throws ShortBufferException {
        if (made.length > out.length - at) {
            throw new ShortBufferException(made.length + " bytes are needed");
        }
        System.arraycopy(made, 0, out, at, made.length);
        return made.length;
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] bytes, int from, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        byte[] last = bytes == null ? new byte[0] : Arrays.copyOfRange(bytes, from, from + length);
        try {
            if (encryptor != null) {
                return joined(encryptor.update(last), encryptor.finish());
            }
            if (decryptor != null) {
                return joined(decryptor.update(last), decryptor.finish());
            }
            Mechanism mechanism = mechanism();
            return encrypting() ? key.encrypt(mechanism, last) : key.decrypt(mechanism, last);
        } catch (HsmException error) {
            throw failed(error);
        } finally {
            cancel();
        }
    }

    private static byte[] joined(byte[] first, byte[] rest) {
        byte[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    @Override
    protected int engineDoFinal(byte[] bytes, int from, int length, byte[] out, int at)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        // Asked before, so that nothing is lost where it does not fit.
        if (encrypting() && out.length - at < engineGetOutputSize(length) - (mode.room() > 0 ? mode.room() - 1 : 0)) {
            throw new ShortBufferException(engineGetOutputSize(length) + " bytes are needed");
        }
        return put(engineDoFinal(bytes, from, length), out, at);
    }

    /** What Java calls what went wrong. */
    private BadPaddingException failed(HsmException error) throws IllegalBlockSizeException, BadPaddingException {
        if (error.ckrName().equals("CKR_DATA_LEN_RANGE") || error.ckrName().equals("CKR_ENCRYPTED_DATA_LEN_RANGE")) {
            if (!mode.authenticated()) {
                IllegalBlockSizeException size = new IllegalBlockSizeException(error.getMessage());
                size.initCause(error);
                throw size;
            }
        }
        if (!error.kind().equals("Data")) {
            throw new ProviderException(error.getMessage(), error);
        }
        BadPaddingException bad = mode.authenticated()
                ? new AEADBadTagException(error.getMessage())
                : new BadPaddingException(error.getMessage());
        bad.initCause(error);
        return bad;
    }

    private void cancel() {
        aad.clear();
        inside = 0;
        if (encryptor != null) {
            encryptor.close();
            encryptor = null;
        }
        if (decryptor != null) {
            decryptor.close();
            decryptor = null;
        }
    }

    @Override
    protected byte[] engineWrap(Key target) throws IllegalBlockSizeException, InvalidKeyException {
        try {
            return Wrapping.wrap(key, mode.mechanism(iv, tag, aad.take()), target, provider.session());
        } catch (HsmException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        }
    }

    @Override
    protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        Mechanism mechanism = mode.mechanism(iv, tag, aad.take());
        try {
            if (type == Cipher.SECRET_KEY) {
                KeySpec.Secret spec = Wrapping.secret(algorithm).extractable(true);
                return TokenSecretKey.of(key.unwrap(wrapped, mechanism, spec));
            }
            if (type == Cipher.PRIVATE_KEY) {
                return TokenPrivateKey.of(key.unwrap(wrapped, mechanism, Wrapping.pair(algorithm)));
            }
            return PublicKeys.of(key.decrypt(mechanism, wrapped), algorithm);
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
