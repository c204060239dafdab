package dev.strongroom.tests.scenarios;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.strongroom.Encapsulated;
import dev.strongroom.HsmKey;
import dev.strongroom.HsmObject;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import dev.strongroom.Sealed;
import dev.strongroom.SignatureVerifier;
import dev.strongroom.Verifier;
import java.util.List;

/** What keys do; and digests, which need none. Data that comes in parts goes through {@link StreamSteps}. */
final class KeySteps extends Steps {
    private static final String FIELDS = """
            sign: key mechanism data parts
            verify: key mechanism data signature parts
            verify_signature: key mechanism data signature parts
            encrypt: key mechanism data parts
            decrypt: key mechanism data parts
            seal: key data aad
            unseal: key sealed aad
            wrap: key mechanism target
            unwrap: key mechanism wrapped spec
            derive: key mechanism spec
            derive_all: key mechanism spec
            derive_data: key mechanism len
            encapsulate: key mechanism spec
            decapsulate: key mechanism ciphertext spec
            digest: mechanism data parts session
            random: len session
            """;

    KeySteps(Said of) {
        super(of, FIELDS);
    }

    @Override
    Object perform(String op, JsonObject step) throws Exception {
        switch (op) {
            case "sign":
                if (step.has("parts")) {
                    return bytesKept(step, through(signing(step).signer(mechanism(step)), step));
                }
                byte[] toSign = bytes(step.get("data"));
                return bytesKept(step, signing(step).sign(mechanism(step), toSign));
            case "verify":
                byte[] signature = bytes(step.get("signature"));
                if (step.has("parts")) {
                    try (Verifier verifier = verifying(step).verifier(mechanism(step))) {
                        parts(step).forEach(verifier::update);
                        return verifier.finish(signature);
                    }
                }
                return verifying(step).verify(mechanism(step), bytes(step.get("data")), signature);
            case "verify_signature":
                byte[] first = bytes(step.get("signature"));
                try (SignatureVerifier verifier = verifying(step).verifier(mechanism(step), first)) {
                    (step.has("parts") ? parts(step) : List.of(bytes(step.get("data")))).forEach(verifier::update);
                    return verifier.finish();
                }
            case "encrypt":
                if (step.has("parts")) {
                    return bytesKept(step, through(verifying(step).encryptor(mechanism(step)), step));
                }
                return bytesKept(step, verifying(step).encrypt(mechanism(step), bytes(step.get("data"))));
            case "decrypt":
                if (step.has("parts")) {
                    return bytesKept(step, through(signing(step).decryptor(mechanism(step)), step));
                }
                return bytesKept(step, signing(step).decrypt(mechanism(step), bytes(step.get("data"))));
            case "seal":
                return sealedKept(step, ((HsmSecretKey) signing(step)).seal(bytes(step.get("data")), bytes(step.get("aad"))));
            case "unseal":
                Sealed given = Sealed.ofBytes(bytes(step.get("sealed")));
                return bytesKept(step, ((HsmSecretKey) signing(step)).unseal(given, bytes(step.get("aad"))));
            case "wrap":
                HsmKey target = (HsmKey) names.get(step.get("target").getAsString());
                return bytesKept(step, verifying(step).wrap(target, mechanism(step)));
            case "unwrap":
                byte[] wrapped = bytes(step.get("wrapped"));
                KeySpec<?> spec = spec(step);
                Mechanism how = mechanism(step);
                keep(step, spec instanceof KeySpec.Pair pair
                        ? signing(step).unwrap(wrapped, how, pair)
                        : signing(step).unwrap(wrapped, how, (KeySpec.Secret) spec));
                return null;
            case "derive":
                keep(step, signing(step).derive(mechanism(step), secretSpec(step)));
                return null;
            case "derive_all":
                List<HsmObject> all = ((HsmKey) names.get(step.get("key").getAsString())).deriveAll(mechanism(step), spec(step));
                JsonArray called = step.getAsJsonArray("as");
                if (all.size() != called.size()) {
                    throw new Wrong(all.size() + " were derived");
                }
                for (int at = 0; at < all.size(); at++) {
                    names.put(called.get(at).getAsString(), all.get(at));
                }
                return null;
            case "derive_data":
                return bytesKept(step, ((HsmKey) names.get(step.get("key").getAsString()))
                        .deriveData(mechanism(step), step.get("len").getAsInt()));
            case "encapsulate":
                Encapsulated made = ((HsmPublicKey) verifying(step)).encapsulate(mechanism(step), secretSpec(step));
                keep(step, made.key());
                names.put(step.get("as").getAsString() + ".ciphertext", made.ciphertext());
                return made.ciphertext();
            case "decapsulate":
                keep(step, ((HsmPrivateKey) signing(step))
                        .decapsulate(mechanism(step), bytes(step.get("ciphertext")), secretSpec(step)));
                return null;
            case "digest":
                if (step.has("parts")) {
                    return bytesKept(step, through(digester(step), step));
                }
                return bytesKept(step, session(step).digest(mechanism(step), bytes(step.get("data"))));
            case "random":
                return bytesKept(step, session(step).random(step.get("len").getAsInt()));
            default:
                throw new IllegalStateException(op);
        }
    }
}
