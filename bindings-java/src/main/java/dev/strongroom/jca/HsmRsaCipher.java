package dev.strongroom.jca;

import dev.strongroom.HsmException;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.Mechanism;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;

/** RSA with PKCS #1 and OAEP. A public key is copied into the token for as long as a call lasts. */
final class HsmRsaCipher extends TokenCipher {
    /**
     * What Java's TLS says, and then does without, of a provider that does not know it: it decrypts, and makes up a secret
     * itself where that fails.
     */
    private static final String TLS = "sun.security.internal.spec.TlsRsaPremasterSecretParameterSpec";

    private final @Nullable OAEPParameterSpec usual;
    private @Nullable OAEPParameterSpec oaep;
    private Mechanism mechanism;
    private @Nullable TokenPrivateKey privateKey;
    private @Nullable RSAPublicKey publicKey;
    private final Gathered data = new Gathered();

    /** @param usual the parameters of OAEP where none are said; null for PKCS #1 */
    HsmRsaCipher(HsmProvider provider, @Nullable OAEPParameterSpec usual) {
        super(provider, "OAEP", OAEPParameterSpec.class);
        this.usual = usual;
        this.mechanism = Mechanism.rsaPkcs1();
    }

    @Override
    protected int engineGetBlockSize() {
        return 0;
    }

    @Override
    protected int engineGetOutputSize(int length) {
        RSAKey key = publicKey != null ? publicKey : (RSAKey) privateKey;
        return (key.getModulus().bitLength() + 7) / 8;
    }

    @Override
    protected byte @Nullable [] engineGetIV() {
        return null;
    }

    @Override
    @Nullable AlgorithmParameterSpec used() {
        return oaep;
    }

    @Override
    int known(int length) {
        return publicKey == null ? 0 : engineGetOutputSize(length);
    }

    @Override
    int part(int length) {
        return 0;
    }

    @Override
    protected void engineInit(
            int wanted, Key key, @Nullable AlgorithmParameterSpec parameters, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        data.clear();
        if (usual != null) {
            if (parameters != null && !(parameters instanceof OAEPParameterSpec)) {
                throw new InvalidAlgorithmParameterException("OAEP has an OAEPParameterSpec");
            }
            oaep = parameters == null ? usual : (OAEPParameterSpec) parameters;
            mechanism = oaep(oaep);
        } else if (parameters != null && !parameters.getClass().getName().equals(TLS)) {
            throw new InvalidAlgorithmParameterException("PKCS #1 has no parameters");
        }
        boolean sealing = seals(wanted);
        if (sealing && key instanceof RSAPublicKey rsa) {
            publicKey = rsa;
            privateKey = null;
        } else if (!sealing && key instanceof TokenPrivateKey token && token instanceof RSAKey) {
            privateKey = token;
            publicKey = null;
        } else {
            throw new InvalidKeyException(
                    sealing ? "an RSA public key is wanted" : "an RSA private key of a token is wanted");
        }
    }

    private static Mechanism oaep(OAEPParameterSpec said) throws InvalidAlgorithmParameterException {
        if (!(said.getMGFParameters() instanceof MGF1ParameterSpec mask)
                || !(said.getPSource() instanceof PSource.PSpecified label)) {
            throw new InvalidAlgorithmParameterException("OAEP has MGF1 and a specified label here");
        }
        Mechanism made = Mechanism.rsaOaep(said.getDigestAlgorithm()).mgfHash(mask.getDigestAlgorithm());
        return label.getValue().length == 0 ? made : made.label(label.getValue());
    }

    @Override
    protected byte[] engineUpdate(byte[] bytes, int from, int length) {
        data.add(bytes, from, length);
        return new byte[0];
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] bytes, int from, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        if (bytes != null) {
            data.add(bytes, from, length);
        }
        try {
            if (privateKey != null) {
                return privateKey.key().decrypt(mechanism, data.take());
            }
            return with(key -> key.encrypt(mechanism, data.take()));
        } catch (InvalidKeyException error) {
            throw new ProviderException(error.getMessage(), error);
        } catch (HsmException error) {
            throw failed(error, false);
        } finally {
            data.clear();
        }
    }

    /** A call with the public key in the token. */
    private interface With {
        byte[] call(HsmPublicKey key) throws InvalidKeyException, IllegalBlockSizeException;
    }

    private byte[] with(With call) throws InvalidKeyException, IllegalBlockSizeException {
        HsmPublicKey inside = PublicKeys.inside(publicKey, provider.session());
        try {
            return call.call(inside);
        } finally {
            inside.destroy();
        }
    }

    @Override
    protected byte[] engineWrap(Key target) throws InvalidKeyException, IllegalBlockSizeException {
        try {
            return with(key -> Wrapping.wrap(key, mechanism, target));
        } catch (HsmException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        }
    }

    @Override
    protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        if (type != Cipher.SECRET_KEY) {
            throw new InvalidKeyException("only secret keys are wrapped with RSA");
        }
        try {
            var spec = Wrapping.secret(algorithm).extractable(true);
            return TokenSecretKey.of(privateKey.key().unwrap(wrapped, mechanism, spec));
        } catch (HsmException error) {
            throw new InvalidKeyException(error.getMessage(), error);
        }
    }

    @Override
    protected int engineGetKeySize(Key key) throws InvalidKeyException {
        if (key instanceof RSAKey rsa) {
            return rsa.getModulus().bitLength();
        }
        throw new InvalidKeyException("an RSA key is wanted");
    }
}
