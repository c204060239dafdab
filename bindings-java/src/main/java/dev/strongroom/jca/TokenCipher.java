package dev.strongroom.jca;

import dev.strongroom.HsmException;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/** What the ciphers of a token have in common: how Java asks for them, and where their results go. */
abstract class TokenCipher extends CipherSpi {
    final HsmProvider provider;
    private final String parameters;
    private final Class<? extends AlgorithmParameterSpec> wanted;

    /**
     * @param parameters what Java calls their parameters
     * @param wanted how they are said
     */
    TokenCipher(HsmProvider provider, String parameters, Class<? extends AlgorithmParameterSpec> wanted) {
        this.provider = provider;
        this.parameters = parameters;
        this.wanted = wanted;
    }

    /** The parameters that are used; null where there are none. */
    abstract @Nullable AlgorithmParameterSpec used();

    /** How many bytes the result of so many more has; 0 where that is not known before. */
    abstract int known(int length);

    /** How many bytes come out at most where so many more go in and no end is said. */
    abstract int part(int length);

    static boolean seals(int operation) {
        return operation == Cipher.ENCRYPT_MODE || operation == Cipher.WRAP_MODE;
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
    protected @Nullable AlgorithmParameters engineGetParameters() {
        AlgorithmParameterSpec used = used();
        return used == null ? null : Delegated.of(parameters, used);
    }

    @Override
    protected void engineInit(int operation, Key key, @Nullable SecureRandom random) throws InvalidKeyException {
        try {
            engineInit(operation, key, (AlgorithmParameterSpec) null, random);
        } catch (InvalidAlgorithmParameterException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        }
    }

    @Override
    protected void engineInit(
            int operation, Key key, @Nullable AlgorithmParameters said, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        try {
            engineInit(operation, key, said == null ? null : said.getParameterSpec(wanted), random);
        } catch (InvalidParameterSpecException error) {
            throw new InvalidAlgorithmParameterException(error.getMessage(), error);
        }
    }

    @Override
    protected int engineUpdate(byte[] bytes, int from, int length, byte[] out, int at) throws ShortBufferException {
        fits(part(length), out, at);
        return put(engineUpdate(bytes, from, length), out, at);
    }

    @Override
    protected int engineDoFinal(byte[] bytes, int from, int length, byte[] out, int at)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        // Asked before, so that nothing is lost where it does not fit.
        fits(known(length), out, at);
        return put(engineDoFinal(bytes, from, length), out, at);
    }

    private static void fits(int length, byte[] out, int at) throws ShortBufferException {
        if (length > out.length - at) {
            throw new ShortBufferException(length + " bytes are needed");
        }
    }

    private static int put(byte[] made, byte[] out, int at) throws ShortBufferException {
        try {
            fits(made.length, out, at);
            System.arraycopy(made, 0, out, at, made.length);
            return made.length;
        } finally {
            Arrays.fill(made, (byte) 0);
        }
    }

    /** What Java calls what went wrong with data. What has nothing to do with them is none of the exceptions of ciphers. */
    static BadPaddingException failed(HsmException error, boolean authenticated) throws IllegalBlockSizeException {
        if (error.ckrName().endsWith("DATA_LEN_RANGE") && !authenticated) {
            throw caused(new IllegalBlockSizeException(error.getMessage()), error);
        }
        if (!error.kind().equals("Data")) {
            throw new ProviderException(error.getMessage(), error);
        }
        return caused(authenticated
                ? new AEADBadTagException(error.getMessage())
                : new BadPaddingException(error.getMessage()), error);
    }

    /** An exception with its cause. */
    private static <E extends Exception> E caused(E error, Exception cause) {
        error.initCause(cause);
        return error;
    }
}
