package dev.strongroom.jca;

import dev.strongroom.HsmException;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.Mechanism;
import dev.strongroom.Signer;
import dev.strongroom.Verifier;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A signature. Data is gathered and signed in one call; what is much goes through a stream. */
final class HsmSignature extends SignatureSpi {
    /** From how many bytes on data goes through a stream. */
    private static final int MUCH = 64 * 1024;

    private final HsmProvider provider;
    private final String family;
    private final boolean parts;
    private final boolean pss;
    private @Nullable Mechanism mechanism;
    private @Nullable PSSParameterSpec pssParameters;

    private @Nullable TokenPrivateKey signing;
    private @Nullable PublicKey verifying;
    private final Gathered data = new Gathered();
    private @Nullable Signer signer;
    private @Nullable Verifier verifier;
    private @Nullable HsmPublicKey borrowed;

    /**
     * @param family the family of its keys, in the core's words
     * @param mechanism what signs; null for RSASSA-PSS, which is told by parameters
     * @param parts whether data may come in parts
     */
    HsmSignature(
            HsmProvider provider,
            String family,
            @Nullable Mechanism mechanism,
            boolean parts,
            @Nullable PSSParameterSpec pssParameters,
            boolean pss) {
        this.provider = provider;
        this.family = family;
        this.mechanism = mechanism;
        this.parts = parts;
        this.pss = pss;
        this.pssParameters = pssParameters;
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        reset();
        if (!(key instanceof TokenPrivateKey token)) {
            throw new InvalidKeyException("a private key of a token is wanted");
        }
        if (!token.kind().matches(family)) {
            throw new InvalidKeyException("a key of kind " + token.kind() + " does not make such signatures");
        }
        signing = token;
        verifying = null;
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        reset();
        if (key == null) {
            throw new InvalidKeyException("a public key is wanted");
        }
        signing = null;
        verifying = key;
    }

    @Override
    protected void engineUpdate(byte one) throws SignatureException {
        engineUpdate(new byte[] {one}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) throws SignatureException {
        data.add(bytes, from, length);
        if (parts && data.size() >= MUCH) {
            try {
                flow();
            } catch (HsmException | InvalidKeyException error) {
                throw failed(error);
            }
        }
    }

    private void flow() throws SignatureException, InvalidKeyException {
        if (signing != null) {
            if (signer == null) {
                signer = signing.key().signer(mechanism());
            }
            signer.update(data.take());
        } else {
            if (verifier == null) {
                borrowed = inside();
                verifier = borrowed.verifier(mechanism());
            }
            verifier.update(data.take());
        }
    }

    private HsmPublicKey inside() throws InvalidKeyException {
        return PublicKeys.inside(verifying, provider.session());
    }

    private Mechanism mechanism() throws SignatureException {
        if (mechanism == null) {
            throw new SignatureException("RSASSA-PSS needs parameters: setParameter");
        }
        return mechanism;
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        HsmPrivateKey key = signing.key();
        try {
            if (signer == null) {
                return key.sign(mechanism(), data.take());
            }
            signer.update(data.take());
            return signer.finish();
        } catch (HsmException error) {
            throw failed(error);
        } finally {
            reset();
        }
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        try {
            if (verifier == null) {
                borrowed = inside();
                return borrowed.verify(mechanism(), data.take(), signature);
            }
            verifier.update(data.take());
            return verifier.finish(signature);
        } catch (HsmException | InvalidKeyException error) {
            throw failed(error);
        } finally {
            reset();
        }
    }

    private void reset() {
        data.clear();
        if (signer != null) {
            signer.close();
            signer = null;
        }
        if (verifier != null) {
            verifier.close();
            verifier = null;
        }
        if (borrowed != null) {
            HsmPublicKey key = borrowed;
            borrowed = null;
            key.destroy();
        }
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec said) throws InvalidAlgorithmParameterException {
        if (said == null) {
            return;
        }
        if (pss && said instanceof PSSParameterSpec parameters) {
            mechanism = pss(parameters);
            pssParameters = parameters;
        } else if (family.startsWith("ed") && said instanceof EdDSAParameterSpec parameters) {
            mechanism = Mechanism.of("eddsa", Map.of(
                    "prehash", parameters.isPrehash(), "context", parameters.getContext().orElse(new byte[0])));
        } else {
            throw new InvalidAlgorithmParameterException("such signatures have no parameters " + said.getClass());
        }
    }

    static Mechanism pss(PSSParameterSpec said) throws InvalidAlgorithmParameterException {
        if (!(said.getMGFParameters() instanceof MGF1ParameterSpec mask) || said.getTrailerField() != 1) {
            throw new InvalidAlgorithmParameterException("RSASSA-PSS has MGF1 and the trailer field 1 here");
        }
        return Mechanism.rsaPss(said.getDigestAlgorithm())
                .mgfHash(mask.getDigestAlgorithm())
                .saltLength(said.getSaltLength());
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        if (pssParameters == null) {
            return null;
        }
        try {
            AlgorithmParameters parameters = Delegated.parameters("RSASSA-PSS");
            parameters.init(pssParameters);
            return parameters;
        } catch (GeneralSecurityException error) {
            throw new ProviderException(error);
        }
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException("parameters are set by their specification");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException("parameters are had from getParameters");
    }

    private static SignatureException failed(Exception error) {
        return new SignatureException(error.getMessage(), error);
    }
}
