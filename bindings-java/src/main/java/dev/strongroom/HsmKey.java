package dev.strongroom;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key. What it may do is decided by its token: {@link KeyNotPermittedException}, {@link KeyTypeException}, {@link
 * MechanismInvalidException}.
 */
public abstract sealed class HsmKey extends HsmObject permits HsmPublicKey, HsmPrivateKey, HsmSecretKey {
    private static final int SIGN = 0;
    private static final int ENCRYPT = 1;
    private static final int DECRYPT = 2;
    private static final int SIGN_RECOVER = 3;
    private static final int VERIFY_RECOVER = 4;

    HsmKey(Session session, long number) {
        super(session, number);
    }

    /** A call of the core with a mechanism. */
    private interface With<T> {
        T call(long mechanism);
    }

    private <T> T with(Mechanism mechanism, With<T> call) {
        Mechanism.Made made = mechanism.made();
        return Calls.computing(this, made, () -> session().asking(() -> call.call(made.number)));
    }

    private <T> T making(Mechanism mechanism, With<T> call) {
        Mechanism.Made made = mechanism.made();
        return Calls.waiting(this, () -> {
            try {
                return session().asking(() -> call.call(made.number));
            } finally {
                java.lang.ref.Reference.reachabilityFence(made);
            }
        });
    }

    byte[] signing(Mechanism mechanism, byte[] data) {
        return with(mechanism, m -> Native.perform(SIGN, number, m, data));
    }

    List<byte[]> signingAll(Mechanism mechanism, List<byte[]> data) {
        var out = new Packed.Writer();
        data.forEach(out::bytes);
        byte[] packed = out.done();
        var in = new Packed.Reader(with(mechanism, m -> Native.signBatch(number, m, data.size(), packed)));
        List<byte[]> signatures = new ArrayList<>();
        for (int left = data.size(); left > 0; left--) {
            signatures.add(in.bytes());
        }
        return signatures;
    }

    boolean verifying(Mechanism mechanism, byte[] data, byte[] signature) {
        return with(mechanism, m -> Native.verify(number, m, data, signature));
    }

    byte[] encrypting(Mechanism mechanism, byte[] data) {
        return with(mechanism, m -> Native.perform(ENCRYPT, number, m, data));
    }

    byte[] decrypting(Mechanism mechanism, byte[] data) {
        return with(mechanism, m -> Native.perform(DECRYPT, number, m, data));
    }

    byte[] signingRecoverably(Mechanism mechanism, byte[] data) {
        return with(mechanism, m -> Native.perform(SIGN_RECOVER, number, m, data));
    }

    byte[] recovering(Mechanism mechanism, byte[] signature) {
        return with(mechanism, m -> Native.perform(VERIFY_RECOVER, number, m, signature));
    }

    byte[] wrapping(Mechanism mechanism, HsmKey key, byte @Nullable [] aad) {
        try {
            return making(mechanism, m -> Native.wrap(number, m, key.number, aad));
        } finally {
            java.lang.ref.Reference.reachabilityFence(key);
        }
    }

    HsmObject unwrapping(Mechanism mechanism, byte[] wrapped, byte @Nullable [] aad, KeySpec<?> spec) {
        return session().object(making(mechanism, m -> Native.unwrap(number, m, wrapped, aad, spec.packed())));
    }

    HsmSecretKey deriving(Mechanism mechanism, KeySpec.Secret spec) {
        Mechanism then = mechanism.then();
        Mechanism.Made second = then == null ? null : then.made();
        long behind = second == null ? 0 : second.number;
        try {
            return secret(making(mechanism, m -> Native.derive(number, m, behind, spec.packed())));
        } finally {
            java.lang.ref.Reference.reachabilityFence(second);
        }
    }

    /**
     * Makes all that a derivation gives, in the order that the mechanism has for it: keys of TLS and their vectors, or a
     * key of a wallet and its chain code. What is no key is a data object.
     *
     * @param mechanism how
     * @param spec the first key's kind, and how it is called and used; keys of TLS are alike
     * @return all of it
     */
    public List<HsmObject> deriveAll(Mechanism mechanism, KeySpec<?> spec) {
        return session().made(making(mechanism, m -> Native.deriveAll(number, m, spec.packed())));
    }

    /**
     * Bytes that are derived from this key and shown, with {@link Mechanism#hkdfData}.
     *
     * @param mechanism how
     * @param length how many
     * @return the bytes
     */
    public byte[] deriveData(Mechanism mechanism, int length) {
        return making(mechanism, m -> Native.deriveData(number, m, length));
    }

    Messages series(String operation, Mechanism mechanism) {
        return new Messages(session(), with(mechanism, m -> Native.messages(operation, number, m)));
    }

    HsmSecretKey secret(long made) {
        return new HsmSecretKey(session(), made);
    }

    Encapsulated encapsulating(Mechanism mechanism, KeySpec.Secret spec) {
        long[] made = new long[1];
        byte[] ciphertext = making(mechanism, m -> Native.encapsulate(number, m, spec.packed(), made));
        return new Encapsulated(ciphertext, secret(made[0]));
    }

    HsmSecretKey decapsulating(Mechanism mechanism, byte[] ciphertext, KeySpec.Secret spec) {
        return secret(making(mechanism, m -> Native.decapsulate(number, m, ciphertext, spec.packed())));
    }

    Encryptor encryption(Mechanism mechanism) {
        return new Encryptor(session(), with(mechanism, m -> Native.stream("encrypt", number, m, null)));
    }

    Decryptor decryption(Mechanism mechanism) {
        return new Decryptor(session(), with(mechanism, m -> Native.stream("decrypt", number, m, null)));
    }

    Signer signature(Mechanism mechanism) {
        return new Signer(session(), with(mechanism, m -> Native.stream("sign", number, m, null)));
    }

    Verifier verification(Mechanism mechanism) {
        return new Verifier(session(), with(mechanism, m -> Native.stream("verify", number, m, null)));
    }

    SignatureVerifier verification(Mechanism mechanism, byte[] signature) {
        return new SignatureVerifier(session(), with(mechanism, m -> Native.stream("verify", number, m, signature)));
    }
}
