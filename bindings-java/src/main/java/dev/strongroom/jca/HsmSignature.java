package dev.strongroom.jca;

import dev.strongroom.HsmException;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.Intake;
import dev.strongroom.Mechanism;
import dev.strongroom.Signer;
import dev.strongroom.Verifier;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
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
    private final HsmProvider provider;
    private final Kinds kinds;
    private final boolean parts;
    private final boolean pss;
    private @Nullable Mechanism mechanism;
    private @Nullable PSSParameterSpec pssParameters;

    private @Nullable TokenPrivateKey signing;
    private @Nullable PublicKey verifying;
    private final Flow<Intake> data = new Flow<>();
    /** The public key in the token, while it is used. */
    private @Nullable HsmPublicKey borrowed;
    private @Nullable Copy copy;

    /**
     * @param kinds which keys make such signatures
     * @param mechanism what signs; null for RSASSA-PSS, which is told by parameters
     * @param parts whether data may come in parts
     */
    HsmSignature(
            HsmProvider provider,
            Kinds kinds,
            @Nullable Mechanism mechanism,
            boolean parts,
            @Nullable PSSParameterSpec pssParameters,
            boolean pss) {
        this.provider = provider;
        this.kinds = kinds;
        this.mechanism = mechanism;
        this.parts = parts;
        this.pss = pss;
        this.pssParameters = pssParameters;
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        reset();
        if (!(key instanceof TokenPrivateKey token) || !kinds.has(token)) {
            throw new InvalidKeyException(kinds.refusal(key) + "; private keys are of a token here");
        }
        signing = token;
        verifying = null;
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        reset();
        if (!kinds.has(key)) {
            throw new InvalidKeyException(kinds.refusal(key));
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
        if (!parts) {
            data.add(bytes, from, length);
            return;
        }
        try {
            data.add(bytes, from, length, () -> signing != null
                    ? signing.key().signer(mechanism())
                    : inside().verifier(mechanism()));
        } catch (HsmException | GeneralSecurityException error) {
            throw failed(error);
        }
    }

    /** The public key in the token, which has it until the end. */
    private HsmPublicKey inside() throws InvalidKeyException {
        if (borrowed == null) {
            borrowed = PublicKeys.inside(verifying, provider.session());
            if (copy == null) {
                copy = Copy.usedBy(this);
            }
            copy.next(borrowed);
        }
        return borrowed;
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
        Mechanism how = mechanism();
        try {
            return data.end(all -> key.sign(how, all), begun -> ((Signer) begun).finish());
        } catch (HsmException error) {
            throw failed(error);
        }
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        Mechanism how = mechanism();
        try {
            HsmPublicKey key = inside();
            return data.end(all -> key.verify(how, all, signature), begun -> ((Verifier) begun).finish(signature));
        } catch (HsmException | InvalidKeyException error) {
            throw failed(error);
        } finally {
            reset();
        }
    }

    private void reset() {
        data.clear();
        if (copy != null && borrowed != null) {
            borrowed = null;
            copy.next(null);
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
        } else if (kinds.algorithm().equals("EdDSA") && said instanceof EdDSAParameterSpec parameters) {
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
                .saltLen(said.getSaltLength());
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        return pssParameters == null ? null : Delegated.of("RSASSA-PSS", pssParameters);
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
