package dev.strongroom;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A key. What it may do is decided by its token: {@link KeyNotPermittedException}, {@link KeyTypeException}, {@link
 * MechanismInvalidException}.
 */
public abstract sealed class HsmKey extends HsmObject permits HsmPublicKey, HsmPrivateKey, HsmSecretKey {
    private static final int ENCRYPT = 0;
    private static final int DECRYPT = 1;
    private static final int SIGN_RECOVER = 2;
    private static final int VERIFY_RECOVER = 3;

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
        return with(mechanism, m -> Native.sign(number, m, data));
    }

    List<byte[]> signingAll(Mechanism mechanism, List<byte[]> data) {
        byte[][] all = data.toArray(new byte[0][]);
        var in = new Packed.Reader(with(mechanism, m -> Native.signBatch(number, m, all)));
        List<byte[]> signatures = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
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

    byte[] wrapping(Mechanism mechanism, HsmKey key) {
        try {
            return making(mechanism, m -> Native.wrap(number, m, key.number));
        } finally {
            java.lang.ref.Reference.reachabilityFence(key);
        }
    }

    HsmObject unwrapping(Mechanism mechanism, byte[] wrapped, KeySpec<?> spec) {
        return session().object(making(mechanism, m -> Native.unwrap(number, m, wrapped, spec.packed())));
    }

    HsmSecretKey deriving(Mechanism mechanism, KeySpec.Secret spec) {
        Mechanism then = mechanism.then();
        if (then == null) {
            return secret(making(mechanism, m -> Native.derive(number, m, spec.packed())));
        }
        Mechanism.Made second = then.made();
        try {
            return secret(making(mechanism, m -> Native.agree(number, m, second.number, spec.packed())));
        } finally {
            java.lang.ref.Reference.reachabilityFence(second);
        }
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
        return new Encryptor(session(), with(mechanism, m -> Native.stream("encrypt", number, m)));
    }

    Decryptor decryption(Mechanism mechanism) {
        return new Decryptor(session(), with(mechanism, m -> Native.stream("decrypt", number, m)));
    }

    Signer signature(Mechanism mechanism) {
        return new Signer(session(), with(mechanism, m -> Native.stream("sign", number, m)));
    }

    Verifier verification(Mechanism mechanism) {
        return new Verifier(session(), with(mechanism, m -> Native.stream("verify", number, m)));
    }
}
