package dev.strongroom.jca;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.AlgorithmParametersSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;

/** Parameters and their encodings, which Java's own providers have already. */
final class Delegated extends AlgorithmParametersSpi {
    private final AlgorithmParameters inner;

    Delegated(String algorithm) throws NoSuchAlgorithmException {
        inner = parameters(algorithm);
    }

    /** Those of the first provider that is none of ours. */
    static AlgorithmParameters parameters(String algorithm) throws NoSuchAlgorithmException {
        for (Provider provider : Security.getProviders()) {
            if (!(provider instanceof HsmProvider) && provider.getService("AlgorithmParameters", algorithm) != null) {
                return AlgorithmParameters.getInstance(algorithm, provider);
            }
        }
        throw new NoSuchAlgorithmException("no provider has parameters for " + algorithm);
    }

    /** Those that say something. */
    static AlgorithmParameters of(String algorithm, AlgorithmParameterSpec said) {
        return Unexpected.in(() -> {
            AlgorithmParameters parameters = parameters(algorithm);
            parameters.init(said);
            return parameters;
        });
    }

    @Override
    protected void engineInit(AlgorithmParameterSpec said) throws InvalidParameterSpecException {
        inner.init(said);
    }

    @Override
    protected void engineInit(byte[] encoded) throws IOException {
        inner.init(encoded);
    }

    @Override
    protected void engineInit(byte[] encoded, String format) throws IOException {
        inner.init(encoded, format);
    }

    @Override
    protected <T extends AlgorithmParameterSpec> T engineGetParameterSpec(Class<T> kind)
            throws InvalidParameterSpecException {
        return inner.getParameterSpec(kind);
    }

    @Override
    protected byte[] engineGetEncoded() throws IOException {
        return inner.getEncoded();
    }

    @Override
    protected byte[] engineGetEncoded(String format) throws IOException {
        return inner.getEncoded(format);
    }

    @Override
    protected String engineToString() {
        return inner.toString();
    }
}
