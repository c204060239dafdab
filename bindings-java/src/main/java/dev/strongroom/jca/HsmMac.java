package dev.strongroom.jca;

import dev.strongroom.Mechanism;
import dev.strongroom.Signer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.MacSpi;
import org.jspecify.annotations.Nullable;

/** A MAC. A key that is not of a token is copied into it for as long as it is used. */
final class HsmMac extends MacSpi {
    private final Mechanism mechanism;
    private final int length;
    private final Borrowed key;
    private final Flow<Signer> data = new Flow<>();

    /**
     * @param kinds which keys of a token it takes
     * @param kind what a key that is not of a token becomes there
     */
    HsmMac(HsmProvider provider, Mechanism mechanism, Kinds kinds, String kind, int length) {
        this.mechanism = mechanism;
        this.length = length;
        this.key = new Borrowed(provider, kinds, kind);
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
        key.take(given, this);
    }

    @Override
    protected void engineUpdate(byte one) {
        engineUpdate(new byte[] {one}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int count) {
        Unexpected.in(() -> data.add(bytes, from, count, () -> key.key().signer(mechanism)));
    }

    @Override
    protected byte[] engineDoFinal() {
        return Unexpected.in(() -> data.end(all -> key.key().sign(mechanism, all), Signer::finish));
    }

    @Override
    protected void engineReset() {
        data.clear();
    }
}
