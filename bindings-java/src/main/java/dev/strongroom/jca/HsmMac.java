package dev.strongroom.jca;

import dev.strongroom.HsmException;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.Mechanism;
import dev.strongroom.Signer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.MacSpi;
import org.jspecify.annotations.Nullable;

/** A MAC. A key that is not of a token is copied into it for as long as it is used. */
final class HsmMac extends MacSpi {
    private static final int MUCH = 64 * 1024;

    private final HsmProvider provider;
    private final Mechanism mechanism;
    private final String kind;
    private final int length;
    private @Nullable Key said;
    private @Nullable HsmSecretKey key;
    private @Nullable Signer signer;
    private final Gathered data = new Gathered();

    /** @param kind what a key that is not of a token becomes there */
    HsmMac(HsmProvider provider, Mechanism mechanism, String kind, int length) {
        this.provider = provider;
        this.mechanism = mechanism;
        this.kind = kind;
        this.length = length;
    }

    @Override
    protected int engineGetMacLength() {
        return length;
    }

    @Override
    protected void engineInit(Key given, @Nullable AlgorithmParameterSpec parameters)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (parameters != null) {
            throw new InvalidAlgorithmParameterException("such a MAC has no parameters");
        }
        engineReset();
        TokenSecretKey.forget(said, key);
        key = TokenSecretKey.inside(given, provider.session(), kind);
        said = given;
        if (!(given instanceof TokenSecretKey)) {
            Borrowed.of(this, key);
        }
    }

    @Override
    protected void engineUpdate(byte one) {
        engineUpdate(new byte[] {one}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int count) {
        data.add(bytes, from, count);
        if (data.size() >= MUCH) {
            try {
                if (signer == null) {
                    signer = key.signer(mechanism);
                }
                signer.update(data.take());
            } catch (HsmException error) {
                throw new ProviderException(error.getMessage(), error);
            }
        }
    }

    @Override
    protected byte[] engineDoFinal() {
        try {
            if (signer == null) {
                return key.sign(mechanism, data.take());
            }
            signer.update(data.take());
            return signer.finish();
        } catch (HsmException error) {
            throw new ProviderException(error.getMessage(), error);
        } finally {
            engineReset();
        }
    }

    @Override
    protected void engineReset() {
        data.clear();
        if (signer != null) {
            signer.close();
            signer = null;
        }
    }
}
